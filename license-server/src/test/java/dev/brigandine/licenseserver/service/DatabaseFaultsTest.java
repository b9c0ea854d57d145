package dev.brigandine.licenseserver.service;

import static dev.brigandine.licenseserver.service.ContractTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import dev.brigandine.licenseserver.store.Sql;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away at the worst moment, is too slow, or is met by all at once. */
class DatabaseFaultsTest {
  @TempDir Path folder;

  private static Database direct(String address) {
    return Database.open(DatabaseAddress.parse(address), Clock.systemUTC());
  }

  @Test
  void whatWasCommittedButNotHeardOfIsFoundAgainAndNotDoubled() throws Exception {
    String address = Servers.postgres();
    try (CutLine line = CutLine.to(address);
        Database database = direct(address);
        LicenseServices server = Servers.open(line.through(address), Clock.systemUTC(), "a")) {
      Shop shop = new Shop(server, Instant.now());
      Entitlement sold = shop.floating(2);
      String two = shop.activate(sold, 2);
      String three = shop.activate(sold, 3);

      line.loseTheNextCommitsAnswer();
      refused(Refusal.UNAVAILABLE, () -> shop.activate(sold, 1));
      assertThat(line.isArmed()).isFalse();
      assertThat(licencesOf(database, 1)).isEqualTo("1");
      String one = shop.activate(sold, 1);
      assertThat(licencesOf(database, 1)).isEqualTo("1");

      line.loseTheNextCommitsAnswer();
      refused(Refusal.UNAVAILABLE, () -> server.leasing().claim(Shop.ask(1, 1), one));
      assertThat(line.isArmed()).isFalse();
      String seated = "SELECT count(*) FROM holds WHERE seat >= 0";
      assertThat(Sql.text(database, seated)).isEqualTo("1");
      // The same words again are an old request; counted up, they find the seat.
      refused(Refusal.REPLAYED, () -> server.leasing().claim(Shop.ask(1, 1), one));
      GrantedLease found = server.leasing().claim(Shop.ask(1, 2), one);
      assertThat(Sql.text(database, seated)).isEqualTo("1");
      server.leasing().claim(Shop.ask(2, 1), two);
      refused(Refusal.NO_FREE_LEASE, () -> server.leasing().claim(Shop.ask(3, 1), three));

      line.loseTheNextCommitsAnswer();
      refused(
          Refusal.UNAVAILABLE,
          () -> server.leasing().renew(Shop.ask(1, 3), found.id(), found.fence()));
      assertThat(server.leasing().renew(Shop.ask(1, 4), found.id(), found.fence()).fence())
          .isEqualTo(found.fence());

      line.loseTheNextCommitsAnswer();
      refused(
          Refusal.UNAVAILABLE,
          () -> server.leasing().release(Shop.ask(1, 5), found.id(), found.fence()));
      server.leasing().release(Shop.ask(1, 6), found.id(), found.fence());
      server.leasing().claim(Shop.ask(3, 2), three);

      line.loseTheNextCommitsAnswer();
      refused(Refusal.UNAVAILABLE, () -> server.customers().create(Actor.SYSTEM, "east", ""));
      refused(Refusal.CONFLICT, () -> server.customers().create(Actor.SYSTEM, "east", ""));
      assertThat(Sql.text(database, "SELECT count(*) FROM audit WHERE detail LIKE '%\"east\"%'"))
          .isEqualTo("1");
      assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
    }
  }

  private static String licencesOf(Database database, int device) {
    return Sql.text(
        database,
        "SELECT count(*) FROM activations WHERE device = '" + FakeTokens.device(device) + "'");
  }

  /** Ten times away and back, under clients that never stop asking. */
  @Test
  void awayAndBackUnderLoad() throws Exception {
    int seats = 3;
    String address = Servers.postgres();
    try (CutLine line = CutLine.to(address);
        Database database = direct(address);
        LicenseServices server = Servers.open(line.through(address), Clock.systemUTC(), "a")) {
      Shop shop = new Shop(server, Instant.now());
      Entitlement sold = shop.floating(seats);
      List<String> licences = new ArrayList<>();
      for (int device = 0; device < 6; device++) {
        licences.add(shop.activate(sold, device));
      }
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger held = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      AtomicInteger granted = new AtomicInteger();
      AtomicInteger away = new AtomicInteger();
      List<Throwable> wrong = new java.util.concurrent.CopyOnWriteArrayList<>();
      List<Thread> clients = new ArrayList<>();
      for (int device = 0; device < 6; device++) {
        int me = device;
        Thread client =
            new Thread(
                () -> {
                  for (long seq = 1; !over.get(); ) {
                    boolean holds = false;
                    try {
                      GrantedLease lease =
                          server.leasing().claim(Shop.ask(me, seq++), licences.get(me));
                      holds = true;
                      most.accumulateAndGet(held.incrementAndGet(), Math::max);
                      granted.incrementAndGet();
                      server.customers().create(Actor.SYSTEM, me + " " + seq, "");
                      held.decrementAndGet();
                      holds = false;
                      server.leasing().release(Shop.ask(me, seq++), lease.id(), lease.fence());
                    } catch (RefusedException e) {
                      if (e.refusal() == Refusal.UNAVAILABLE) {
                        away.incrementAndGet();
                      } else if (e.refusal() != Refusal.NO_FREE_LEASE) {
                        wrong.add(e);
                      }
                      if (holds) {
                        // It still has its seat, and claims that one again.
                        held.decrementAndGet();
                      }
                    } catch (RuntimeException e) {
                      wrong.add(e);
                    }
                  }
                });
        client.start();
        clients.add(client);
      }
      for (int round = 0; round < 10; round++) {
        waitFor(granted, granted.get() + 20);
        line.cut();
        waitFor(away, away.get() + 3);
        line.mend();
      }
      waitFor(granted, granted.get() + 20);
      over.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(wrong).isEmpty();
      assertThat(most.get()).isBetween(1, seats);
      assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
      assertThat(Sql.text(database, "SELECT count(*) FROM customers"))
          .isEqualTo(
              Sql.text(database, "SELECT count(*) FROM audit WHERE action = 'customer.create'"));
      System.out.println(granted + " claims granted, " + away + " times away");
    }
  }

  private static void waitFor(AtomicInteger count, int atLeast) {
    while (count.get() < atLeast) {
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  @Test
  void whoComesWhenTooManyWaitIsRefusedAtOnce() throws Exception {
    try (Database database = direct("sqlite:" + folder.resolve("s.db"))) {
      LicenseServices server =
          new LicenseServices(database, new FakeTokens("a"), new SecureRandom());
      Shop shop = new Shop(server, Instant.now());
      Entitlement sold = shop.floating(1);
      String licence = shop.activate(sold, 1);
      CountDownLatch slow = new CountDownLatch(1);
      CountDownLatch busy = new CountDownLatch(1);
      Thread hog =
          new Thread(
              () ->
                  database.write(
                      tx -> {
                        busy.countDown();
                        try {
                          slow.await();
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        }
                        return null;
                      }));
      hog.start();
      busy.await();
      AtomicInteger tooMany = new AtomicInteger();
      AtomicInteger others = new AtomicInteger();
      List<Thread> clients = new ArrayList<>();
      // All at once: on a busy machine the first have given up before the last are started.
      CountDownLatch all = new CountDownLatch(1);
      for (int i = 0; i < 1_300; i++) {
        int seq = i;
        Thread client =
            new Thread(
                null,
                () -> {
                  try {
                    all.await();
                    server.leasing().claim(Shop.ask(1, seq), licence);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (RefusedException e) {
                    boolean full = e.getMessage().contains("more requests wait");
                    (full && e.refusal() == Refusal.UNAVAILABLE ? tooMany : others)
                        .incrementAndGet();
                  }
                },
                "client " + i,
                256 * 1024);
        client.start();
        clients.add(client);
      }
      all.countDown();
      for (Thread client : clients) {
        client.join();
      }
      assertThat(tooMany.get()).as("refused at once, of 1,300").isPositive();
      slow.countDown();
      hog.join();
      server.leasing().claim(Shop.ask(1, 10_000), licence);
      assertThat(server.leasing().list(Actor.SYSTEM, Optional.empty(), PageRequest.FIRST).items())
          .hasSize(1);
      server.close();
    }
  }

  @Test
  void threeProcessesMeetAnEmptyDatabase() throws Exception {
    String address = Servers.postgres();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Migrating.class.getName(),
                  address)
              .redirectErrorStream(true)
              .start());
    }
    // Each waits for this line, so that none is done before the last has started.
    for (Process process : processes) {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(said).isZero();
    }
    try (Database database = direct(address)) {
      assertThat(Sql.text(database, "SELECT count(*) FROM audit_head")).isEqualTo("1");
      assertThat(Sql.text(database, "SELECT count(*) FROM customers")).isEqualTo("3");
      // One of them was the first, and made the only admin.
      assertThat(Sql.text(database, "SELECT count(*) FROM tokens")).isEqualTo("1");
    }
  }
}
