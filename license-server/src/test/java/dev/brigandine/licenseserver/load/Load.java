package dev.brigandine.licenseserver.load;

import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.PageRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Clients against real server processes: claims a second, and over-grants while they are killed.
 */
final class Load {
  final Ledger ledger;
  final Tally tally = new Tally();
  private final List<String> wrongs = new ArrayList<>();
  private final int seats;
  private final int clients;
  private final int crashes;
  private final long seed;
  private int clockSpeed = 1;

  /** Clocks of servers that are to be broken run faster than once a second. */
  Load clockSpeed(int times) {
    clockSpeed = times;
    return this;
  }

  Load(int seats, int clients, int crashes, long seed) {
    this.ledger = new Ledger(seats);
    this.seats = seats;
    this.clients = clients;
    this.crashes = crashes;
    this.seed = seed;
  }

  /**
   * @param databases of each process; the first is filled here if they are one and the same
   * @param warm seconds not measured; what is checked is checked from the start
   * @param claims to measure
   * @param kill mean milliseconds between kills, 0 for none
   */
  void run(
      List<String> databases,
      Path folder,
      long heartbeat,
      long grace,
      long warm,
      long claims,
      long kill)
      throws IOException, InterruptedException {
    VendorKey key = VendorKey.generate();
    Path file = folder.resolve("server.key");
    key.save(file, null);
    Sale sale = Sale.on(databases.get(0), key, seats, clients, heartbeat, grace);
    run(sale, databases, file, warm, claims, kill);
  }

  void run(Sale sale, List<String> databases, Path key, long warm, long claims, long kill)
      throws IOException, InterruptedException {
    try (Cluster cluster = new Cluster(databases, key, clockSpeed)) {
      cluster.awaitAll();
      List<Client> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        QuickSigner signer = new QuickSigner(sale.devices().get(i), sale.server());
        String licence = sale.licences().get(i);
        all.add(new Client(cluster, ledger, tally, signer, licence, crashes, seed * 1000 + i));
      }
      Generator generator = new Generator(all);
      Thread thread = new Thread(generator, "clients");
      thread.start();
      while (tally.claims() == 0 && generator.failure() == null) {
        Thread.sleep(50);
      }
      Thread.sleep(warm * 1000);
      System.out.println("measuring");
      tally.reset();
      Random random = new Random(seed);
      long next = System.nanoTime() + pause(random, kill);
      while (tally.claims() < claims && generator.failure() == null) {
        Thread.sleep(20);
        if (kill > 0 && System.nanoTime() > next) {
          cluster.kill(random.nextInt(cluster.size()));
          tally.put("kills");
          next = System.nanoTime() + pause(random, kill);
        }
      }
      tally.end();
      System.out.println("measured");
      generator.stop();
      thread.join();
      if (generator.failure() != null) {
        throw new IllegalStateException(generator.failure());
      }
    }
    databases.stream().distinct().forEach(database -> look(database, sale.server()));
  }

  /** What the server's own books say in the end. */
  private void look(String database, VendorKey key) {
    try (LicenseServices services =
        LicenseServices.open(database, key, Clock.systemUTC(), new SecureRandom())) {
      int open =
          services.leasing().list(Actor.SYSTEM, Optional.empty(), PageRequest.FIRST).items().size();
      if (open > seats) {
        wrongs.add(open + " of " + seats + " seats are lent in the end");
      }
      Instant now = Instant.now();
      services
          .history()
          .points(Actor.SYSTEM, Optional.empty(), now.minusSeconds(3_600), now.plusSeconds(10), 1)
          .stream()
          .filter(point -> point.peak() > seats)
          .forEach(point -> wrongs.add("the history says " + point));
      services.audit().verify(Actor.SYSTEM).ifPresent(at -> wrongs.add("the audit trail: " + at));
    }
  }

  private static long pause(Random random, long mean) {
    return (mean / 2 + random.nextInt((int) mean + 1)) * 1_000_000L;
  }

  /** What went wrong, of which nothing may. */
  List<String> wrongs() {
    List<String> all = new ArrayList<>(wrongs);
    all.addAll(ledger.wrongs());
    all.addAll(tally.lost());
    return all;
  }

  @Override
  public String toString() {
    return tally
        + ", most seats held "
        + ledger.most()
        + " of "
        + seats
        + ", over-grants "
        + ledger.overGrants()
        + ", doubled "
        + ledger.doubled()
        + ", fences wrong "
        + ledger.misnumbered()
        + ", lost "
        + tally.lostLeases()
        + " "
        + wrongs();
  }
}
