package dev.brigandine.licenseserver.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many threads that claim and release the seats of one entitlement through several server
 * processes. Who holds a seat is told by the clients themselves: each enters a seat when it is
 * granted and leaves before it asks to release, so that two in one seat are two leases at a time.
 */
final class Contention {
  private final List<LicenseServices> servers;
  private final String[] licences;
  private final int seats;
  private final ConcurrentMap<Integer, Integer> inSeat = new ConcurrentHashMap<>();
  private final AtomicInteger inside = new AtomicInteger();
  final AtomicLong granted = new AtomicLong();
  final AtomicLong refused = new AtomicLong();
  final AtomicLong overGrants = new AtomicLong();
  private final List<long[]> times = new ArrayList<>();

  Contention(List<LicenseServices> servers, String[] licences, int seats) {
    this.servers = servers;
    this.licences = licences;
    this.seats = seats;
  }

  /** Returns the claims a second. */
  double run(long claims) throws InterruptedException {
    AtomicLong left = new AtomicLong(claims);
    CountDownLatch done = new CountDownLatch(licences.length);
    long start = System.nanoTime();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < licences.length; i++) {
      int client = i;
      new Thread(
              () -> {
                try {
                  client(client, left);
                } catch (RuntimeException | Error e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                } finally {
                  done.countDown();
                }
              })
          .start();
    }
    done.await();
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.size() + " clients failed", failures.get(0));
    }
    return claims * 1e9 / (System.nanoTime() - start);
  }

  private void client(int client, AtomicLong left) {
    Random random = new Random(client);
    long seq = 0;
    long[] mine = new long[1 << 16];
    int count = 0;
    while (left.decrementAndGet() >= 0) {
      // Another process at each request, as behind a load balancer.
      LicenseServices server = servers.get(random.nextInt(servers.size()));
      long before = System.nanoTime();
      try {
        GrantedLease lease = server.leasing().claim(Shop.ask(client, ++seq), licences[client]);
        enter(client, lease.seat());
        granted.incrementAndGet();
        mine[count++ % mine.length] = System.nanoTime() - before;
        leave(client, lease.seat());
        servers
            .get(random.nextInt(servers.size()))
            .leasing()
            .release(Shop.ask(client, ++seq, OptionalLong.empty()), lease.id(), lease.fence());
      } catch (RefusedException e) {
        if (e.refusal() != Refusal.NO_FREE_LEASE) {
          throw e;
        }
        refused.incrementAndGet();
        mine[count++ % mine.length] = System.nanoTime() - before;
      }
    }
    synchronized (times) {
      times.add(Arrays.copyOf(mine, Math.min(count, mine.length)));
    }
  }

  private void enter(int client, int seat) {
    if (inSeat.putIfAbsent(seat, client) != null || inside.incrementAndGet() > seats) {
      overGrants.incrementAndGet();
    }
  }

  private void leave(int client, int seat) {
    inside.decrementAndGet();
    inSeat.remove(seat, client);
  }

  /** The time within which 99 of 100 claims were answered, in milliseconds. */
  double p99() {
    long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return all[(int) (all.length * 0.99)] / 1e6;
  }
}
