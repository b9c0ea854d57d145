package dev.brigandine.licenseserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Terms;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 64 clients on 10 seats. {@code -Dbrigandine.claims=100000} for the full count; what it prints is
 * claims a second, and within how long 99 of 100 were answered.
 */
class ContentionTest {
  private static final int CLIENTS = 64;
  private static final int SEATS = 10;
  private static final long CLAIMS = Long.getLong("brigandine.claims", 3_000);

  @TempDir Path folder;

  @Test
  void oneProcessOnSqlite() throws Exception {
    contend("sqlite", List.of("sqlite:" + folder.resolve("c.db")));
  }

  @Test
  void threeProcessesOnPostgres() throws Exception {
    String address = Servers.postgres();
    contend("postgresql", List.of(address, address, address));
  }

  private static void contend(String name, List<String> addresses) throws Exception {
    List<LicenseServices> servers = new ArrayList<>();
    try {
      for (String address : addresses) {
        servers.add(Servers.open(address, Clock.systemUTC(), "p" + servers.size()));
      }
      Shop shop = new Shop(servers.get(0), Instant.now());
      Entitlement sold =
          shop.sell(
              Terms.floating(SEATS, shop.now.minusSeconds(5), shop.later())
                  .lease(600, 600)
                  .build());
      String[] licences = new String[CLIENTS];
      for (int i = 0; i < CLIENTS; i++) {
        licences[i] = shop.activate(sold, i);
      }
      Contention contention = new Contention(servers, licences, SEATS);
      double rate = contention.run(CLAIMS);
      System.out.printf(
          "%s: %d claims, %.0f claims/s, p99 %.1f ms, %d granted, %d refused%n",
          name, CLAIMS, rate, contention.p99(), contention.granted.get(), contention.refused.get());
      assertThat(contention.overGrants.get()).isZero();
      assertThat(contention.granted.get()).isPositive();
      assertThat(contention.refused.get()).isPositive();
      assertThat(servers.get(0).overview().summary(Actor.SYSTEM).inUse()).isZero();
      assertThat(servers.get(0).audit().verify(Actor.SYSTEM)).isEmpty();
    } finally {
      servers.forEach(LicenseServices::close);
    }
  }
}
