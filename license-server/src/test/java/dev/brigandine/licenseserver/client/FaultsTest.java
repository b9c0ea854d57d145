package dev.brigandine.licenseserver.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.license.Lease;
import dev.brigandine.license.client.ClientOptions;
import dev.brigandine.license.client.HeldLicense;
import dev.brigandine.license.client.LicenseEvent;
import dev.brigandine.license.client.LicenseEvent.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that fails, between clients and the server. */
class FaultsTest {
  private static final int SEATS = 3;
  private static final int CLIENTS = 6;
  private static final int USES = 200;

  /** Only for a machine that is very busy: a quiet one needs a tenth. */
  private static final Duration AT_MOST = Duration.ofSeconds(120);

  @TempDir Path folder;

  /** A moment at which a client was told that it may run. */
  private record Use(long seat, long fence, long before, long after) {}

  private final Queue<Use> uses = new ConcurrentLinkedQueue<>();
  private final AtomicInteger opened = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whateverTheLineDoesNoSeatIsUsedTwice(long seed) throws Exception {
    try (House house = new House(folder).start().floating(SEATS, 1, 4);
        FaultLine line = new FaultLine(house.port(), seed, 30)) {
      ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
      List<Future<?>> clients = new ArrayList<>();
      long until = System.nanoTime() + AT_MOST.toNanos();
      for (int i = 0; i < CLIENTS; i++) {
        String cache = "cache" + i;
        clients.add(pool.submit(() -> work(house, line.address(), cache, until)));
      }
      for (Future<?> client : clients) {
        client.get(180, TimeUnit.SECONDS);
      }
      pool.shutdown();
      noSeatWasUsedByTwo(seed);
      assertThat(opened.get()).as("seed " + seed).isGreaterThan(SEATS);
      assertThat(House.leaseThreads()).isZero();
      // No seat is lost for longer than a lease: all are free, or will be within 5 seconds.
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      List<HeldLicense> all = new ArrayList<>();
      while (all.size() < SEATS && System.nanoTime() < end) {
        try {
          all.add(house.open(house.options(house.server.address(), "last" + all.size())));
        } catch (BrigandineException e) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
      all.forEach(HeldLicense::close);
      assertThat(all).as("seed " + seed).hasSize(SEATS);
    }
  }

  private Void work(House house, String address, String cache, long until) throws Exception {
    while (uses.size() < USES && System.nanoTime() < until) {
      ClientOptions options =
          house.options(address, cache).listener(event -> {}).timeout(Duration.ofSeconds(2));
      try (HeldLicense held = house.open(options)) {
        opened.incrementAndGet();
        for (int i = 0; i < 20 && uses.size() < USES; i++) {
          use(held);
          TimeUnit.MILLISECONDS.sleep(50);
        }
      } catch (BrigandineException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    return null;
  }

  private void use(HeldLicense held) {
    Lease lease = held.lease();
    long before = System.nanoTime();
    try {
      held.check();
    } catch (BrigandineException e) {
      return;
    }
    long after = System.nanoTime();
    if (held.lease() == lease) {
      uses.add(new Use(lease.seat(), lease.fence(), before, after));
    }
  }

  /** Once a seat was used under one fence, nobody uses it under a lower one. */
  private void noSeatWasUsedByTwo(long seed) {
    assertThat(uses).hasSizeGreaterThanOrEqualTo(USES);
    for (int seat = 1; seat <= SEATS; seat++) {
      int of = seat;
      List<Use> all =
          uses.stream()
              .filter(use -> use.seat == of)
              .sorted(Comparator.comparingLong(Use::after))
              .toList();
      for (Use later : all) {
        for (Use sooner : all) {
          if (sooner.after < later.before) {
            assertThat(later.fence).as("seed " + seed).isGreaterThanOrEqualTo(sooner.fence);
          }
        }
      }
    }
    assertThat(uses).allMatch(use -> use.seat <= SEATS);
  }

  /** Partitioned, its time over, the seat given to another, and the line mended: it waits. */
  @Test
  void whoIsPartitionedStopsBeforeTheSeatIsAnothers() throws Exception {
    try (House house = new House(folder).start().floating(1, 1, 2);
        FaultLine line = new FaultLine(house.port(), 3, 0)) {
      List<LicenseEvent.Kind> told = new CopyOnWriteArrayList<>();
      ClientOptions options =
          house
              .options(line.address(), "cache")
              .listener(
                  event -> {
                    told.add(event.kind());
                    house.events.add(event);
                  });
      try (HeldLicense held = house.open(options)) {
        held.check();
        line.cut();
        house.await(Kind.LOST);
        HeldLicense other = null;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (other == null && System.nanoTime() < end) {
          try {
            other =
                house.open(house.options(house.server.address(), "other").listener(event -> {}));
          } catch (BrigandineException e) {
            TimeUnit.MILLISECONDS.sleep(50);
          }
        }
        assertThat(other).isNotNull();
        line.mend();
        TimeUnit.MILLISECONDS.sleep(1_500);
        assertThat(refused(held)).isTrue();
        other.close();
        house.await(Kind.REGAINED);
        held.check();
      }
      assertThat(told.subList(0, 2)).containsExactly(Kind.ACTIVATED, Kind.LEASED);
      assertThat(told.stream().filter(kind -> kind != Kind.RENEWED).toList())
          .containsExactly(
              Kind.ACTIVATED,
              Kind.LEASED,
              Kind.UNREACHABLE,
              Kind.LOST,
              Kind.REGAINED,
              Kind.RELEASED);
      assertThat(House.leaseThreads()).isZero();
    }
  }

  private static boolean refused(HeldLicense held) {
    try {
      held.check();
      return false;
    } catch (BrigandineException e) {
      return true;
    }
  }
}
