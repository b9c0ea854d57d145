package dev.brigandine.licenseserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.store.Copies;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteOnlyTest {
  @TempDir Path folder;

  private String address() {
    return "sqlite:" + folder.resolve("s.db");
  }

  @Test
  void aSeatIsFreeAtTheVerySecondThatItsLeaseEndsAndNotBefore() {
    TestClock clock = new TestClock(Instant.parse("2026-11-24T12:00:00.900Z"));
    try (LicenseServices server = Servers.open(address(), clock, "a")) {
      Shop shop = new Shop(server, clock.instant());
      Entitlement sold = shop.floating(1);
      String one = shop.activate(sold, 1);
      String two = shop.activate(sold, 2);
      GrantedLease lease = server.leasing().claim(Shop.ask(1, 1), one);
      clock.turn(Duration.between(clock.instant(), lease.expires()).minusMillis(1));
      ContractTest.refused(
          Refusal.NO_FREE_LEASE, () -> server.leasing().claim(Shop.ask(2, 1), two));
      // A clock that is set back does not bring the past back.
      clock.turn(Duration.ofMillis(1));
      server.leasing().claim(Shop.ask(2, 2), two);
      clock.turn(Duration.ofHours(-5));
      ContractTest.refused(
          Refusal.LEASE_LOST,
          () -> server.leasing().renew(Shop.ask(1, 2), lease.id(), lease.fence()));
      ContractTest.refused(
          Refusal.NO_FREE_LEASE, () -> server.leasing().claim(Shop.ask(1, 3), one));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit SET detail = '{}' WHERE n = 2",
        "UPDATE audit SET who = 'nobody' WHERE n = 3",
        "DELETE FROM audit WHERE n = 2",
        "DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "UPDATE audit SET n = 99 WHERE n = 3",
      })
  void anAlteredAuditTrailIsSeen(String alteration) throws Exception {
    try (LicenseServices server = Servers.open(address(), Clock.systemUTC(), "a")) {
      Shop shop = new Shop(server, Instant.now());
      shop.activate(shop.floating(1), 1);
      assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("s.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(alteration);
    }
    try (LicenseServices server = Servers.open(address(), Clock.systemUTC(), "b")) {
      assertThat(server.audit().verify(Actor.SYSTEM)).isPresent();
    }
  }

  @Test
  void aCopyIsMadeInUseAndComesBack() {
    Path copy = folder.resolve("copy.db");
    try (LicenseServices server = Servers.open(address(), Clock.systemUTC(), "a")) {
      server.customers().create(Actor.SYSTEM, "north", "");
      server.backup().save(Actor.SYSTEM, copy);
      assertThatThrownBy(() -> server.backup().save(Actor.SYSTEM, copy))
          .isInstanceOf(BrigandineException.class)
          .hasMessageContaining("exists already");
      // A second process on the same file would have a clock of its own.
      assertThatThrownBy(() -> Servers.open(address(), Clock.systemUTC(), "b"))
          .isInstanceOf(BrigandineException.class)
          .hasMessageContaining("in use");
    }
    Path back = folder.resolve("back.db");
    Copies.restore(copy, back);
    try (LicenseServices server = Servers.open("sqlite:" + back, Clock.systemUTC(), "b")) {
      server.backup().restored(Actor.SYSTEM);
      assertThat(server.customers().list(Actor.SYSTEM, PageRequest.FIRST).items()).hasSize(1);
      assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sqlite:",
        "sqlite::memory:",
        "sqlite:a.db?mode=memory",
        "mysql://u:geheim@h/d",
        "postgresql://u:geheim@h",
        "postgresql://u:ge heim@h/d",
        "postgresql://u:geheim@h/d?socketFactory=evil",
        "postgresql://h/d"
      })
  void anAddressThatIsNoneIsRefusedWithoutItsPassword(String address) {
    assertThatThrownBy(() -> DatabaseAddress.parse(address))
        .isInstanceOf(BrigandineException.class)
        .hasMessageNotContaining("heim")
        .hasNoCause();
  }
}
