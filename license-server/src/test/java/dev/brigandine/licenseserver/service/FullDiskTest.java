package dev.brigandine.licenseserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import dev.brigandine.licenseserver.store.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite database on a disk without room, and with room again. */
class FullDiskTest {
  @TempDir Path folder;

  /** The file system's own limit, which is what an operator meets; needs the right to mount. */
  @Test
  @Tag("faults")
  void onAFileSystemOfOneMegabyte() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
    try {
      Path filling = disk.resolve("filling");
      try (Database database = open(disk)) {
        refusesAndRecovers(database, () -> fill(filling), () -> Files.delete(filling));
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  /** The database's own limit: the same refusal of SQLite's, wherever tests run. */
  @Test
  void whenTheDatabaseMayNotGrow() throws Exception {
    try (Database database = open(folder)) {
      refusesAndRecovers(
          database, () -> Sql.pages(database, 1), () -> Sql.pages(database, 1_000_000));
    }
  }

  private static Database open(Path folder) {
    return Database.open(
        DatabaseAddress.parse("sqlite:" + folder.resolve("s.db")), Clock.systemUTC());
  }

  private interface Step {
    void take() throws Exception;
  }

  private static void refusesAndRecovers(Database database, Step fill, Step makeRoom)
      throws Exception {
    LicenseServices server = new LicenseServices(database, new FakeTokens("a"), new SecureRandom());
    Shop shop = new Shop(server, Instant.now());
    Entitlement sold = shop.floating(3);
    String one = shop.activate(sold, 1);
    String two = shop.activate(sold, 2);
    GrantedLease held = server.leasing().claim(Shop.ask(1, 1), one);
    fill.take();

    RefusedException refusal = null;
    String before = "";
    int grown = 0;
    // What fits into the pages that are there is still taken; each refusal must leave no trace.
    for (int i = 0; i < 5_000 && refusal == null; i++) {
      before = Sql.dump(database);
      try {
        server.customers().create(Actor.SYSTEM, "c" + i, "x".repeat(1_000));
        grown++;
      } catch (RefusedException e) {
        refusal = e;
      }
    }
    assertThat(refusal).as("after " + grown + " customers").isNotNull();
    assertThat(refusal.refusal()).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(refusal.getMessage()).contains("disk is full").contains("nothing was changed");
    assertThat(refusal.retryAfter()).isPresent();
    assertThat(Sql.dump(database)).isEqualTo(before);

    for (int i = 0; i < 20; i++) {
      String state = Sql.dump(database);
      try {
        shop.activate(sold, 100 + i);
      } catch (RefusedException e) {
        assertThat(e.refusal()).isIn(Refusal.UNAVAILABLE, Refusal.CONFLICT);
        assertThat(Sql.dump(database)).isEqualTo(state);
      }
    }
    // It lives: who only looks is answered, and the chain is whole.
    assertThat(server.customers().list(Actor.SYSTEM, PageRequest.FIRST).items()).isNotEmpty();
    assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
    assertThat(server.revocations().current()).isNotEmpty();

    makeRoom.take();
    server.customers().create(Actor.SYSTEM, "after", "x".repeat(1_000));
    GrantedLease renewed = server.leasing().renew(Shop.ask(1, 9), held.id(), held.fence());
    assertThat(renewed.fence()).isEqualTo(held.fence());
    server.leasing().claim(Shop.ask(2, 9), two);
    assertThat(server.leasing().list(Actor.SYSTEM, Optional.empty(), PageRequest.FIRST).items())
        .hasSize(2);
    assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("space");
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor())
        .as(
            Arrays.toString(command)
                + " failed ("
                + said.strip()
                + "): this test needs Linux and the right to mount, as root has; leave the profile"
                + " 'faults' out elsewhere")
        .isZero();
  }
}
