package dev.brigandine.licenseserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import dev.brigandine.licenseserver.store.Move;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the embedded database to one for several processes, with seats out. */
class MoveTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @Test
  void seatsFencesAndTheTrailMoveAlong(@TempDir Path folder) throws Exception {
    String small = "sqlite:" + folder.resolve("small.db");
    String large = Servers.postgres();
    String one;
    String two;
    GrantedLease lease;
    try (LicenseServices server = Servers.open(small, CLOCK, "a")) {
      Shop shop = new Shop(server, Instant.now());
      Entitlement sold = shop.floating(1);
      one = shop.activate(sold, 1);
      two = shop.activate(sold, 2);
      lease = server.leasing().claim(Shop.ask(1, 1), one);
    }
    try (Database from = Database.open(DatabaseAddress.parse(small), CLOCK);
        Database to = Database.open(DatabaseAddress.parse(large), CLOCK)) {
      assertThat(Move.move(from, to)).isGreaterThan(10);
      assertThatThrownBy(() -> Move.move(from, to))
          .isInstanceOf(BrigandineException.class)
          .hasMessageContaining("in use already");
    }
    try (LicenseServices server = Servers.open(large, CLOCK, "b")) {
      assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
      assertThatThrownBy(() -> server.leasing().claim(Shop.ask(2, 1), two))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isEqualTo(Refusal.NO_FREE_LEASE));
      assertThat(server.leasing().renew(Shop.ask(1, 2), lease.id(), lease.fence()).fence())
          .isEqualTo(lease.fence());
      server.leasing().release(Shop.ask(1, 3), lease.id(), lease.fence());
      assertThat(server.leasing().claim(Shop.ask(2, 2), two).fence()).isGreaterThan(lease.fence());
    }
  }
}
