package dev.brigandine.licenseserver.service;

import static dev.brigandine.licenseserver.service.ContractTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.MachineMatch;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.StaffToken;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import dev.brigandine.licenseserver.store.Sql;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those try who may ask, and would have more: on either database. */
abstract class HostileContractTest {
  LicenseServices server;
  Shop shop;

  private Database database;

  /** Of an empty database. */
  abstract String address();

  @BeforeEach
  void start() {
    database = Database.open(DatabaseAddress.parse(address()), Clock.systemUTC());
    server = new LicenseServices(database, new FakeTokens("a"), new SecureRandom());
    shop = new Shop(server, Instant.now());
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void whoKnowsAPublicKeyCannotSpeakForItsDevice() {
    Entitlement sold = shop.floating(1);
    // Listed by a key file without a signing key.
    server.devices().add(Actor.SYSTEM, sold.id(), FakeTokens.device(1), "edge");
    refused(Refusal.FORBIDDEN, () -> shop.activate(sold, 1));
    assertThat(server.devices().get(Actor.SYSTEM, FakeTokens.device(1)).signer()).isEmpty();
    // The vendor may add what was missing.
    String keys = FakeTokens.keys(FakeTokens.device(1));
    server.devices().add(Actor.SYSTEM, sold.id(), keys, "edge");
    assertThat(shop.activate(sold, 1)).isNotEmpty();
  }

  @Test
  void aLicenceThatIsToBeBoundToAMachineIsNotIssuedUnbound() {
    Entitlement sold =
        shop.sell(
            Terms.nodeLocked(shop.now.minusSeconds(5), shop.later())
                .machine(MachineMatch.ALL)
                .build());
    String keys = FakeTokens.keys(FakeTokens.device(1));
    refused(
        Refusal.CONFLICT,
        () -> server.activations().issue(Actor.SYSTEM, sold.id(), FakeTokens.BUNDLE, keys, "edge"));
    assertThat(server.activations().list(Actor.SYSTEM, Optional.empty(), PageRequest.FIRST).items())
        .isEmpty();
  }

  @Test
  void aRevokedDeviceDoesNotFallBackOnItsLicenceFromBefore() {
    Entitlement sold = shop.floating(2);
    String old = shop.activate(sold, 1);
    server.entitlements().extend(Actor.SYSTEM, sold.id(), shop.later().plusSeconds(60));
    server.bundles().register(Actor.SYSTEM, FakeTokens.delegation(shop.later().plusSeconds(60), 0));
    String renewed = shop.activate(sold, 1);
    assertThat(renewed).isNotEqualTo(old);
    server.activations().revoke(Actor.SYSTEM, renewed, "cracked");
    refused(Refusal.REVOKED, () -> server.leasing().claim(Shop.ask(1, 1), old));
    assertThat(server.revocations().current()).contains(old, renewed);
  }

  @Test
  void aRelayMakesNoMoreSeatsThanItWasLent() {
    server.bundles().register(Actor.SYSTEM, FakeTokens.delegation(shop.later(), 2));
    assertThat(server.entitlements().get(Actor.SYSTEM, "E".repeat(22)).terms().seats())
        .isEqualTo(2);
    String customer = server.customers().create(Actor.SYSTEM, "south", "").id();
    Terms many = Terms.floating(1_000, shop.now, shop.later()).build();
    refused(
        Refusal.CONFLICT,
        () ->
            server.entitlements().create(Actor.SYSTEM, customer, List.of(FakeTokens.BUNDLE), many));
    refused(
        Refusal.CONFLICT,
        () -> server.bundles().register(Actor.SYSTEM, FakeTokens.delegation(shop.later(), 0)));
  }

  @Test
  void seatsThatWereTakenBackFromARelayAreNotRenewed() {
    server.bundles().register(Actor.SYSTEM, FakeTokens.delegation(shop.later(), 3));
    Entitlement lent = server.entitlements().get(Actor.SYSTEM, "E".repeat(22));
    List<String> licences = new ArrayList<>();
    List<GrantedLease> leases = new ArrayList<>();
    for (int device = 1; device <= 3; device++) {
      licences.add(shop.activate(lent, device));
      leases.add(server.leasing().claim(Shop.ask(device, 1), licences.get(device - 1)));
    }
    server.bundles().register(Actor.SYSTEM, FakeTokens.delegation(shop.later(), 1));
    for (int device = 2; device <= 3; device++) {
      GrantedLease lease = leases.get(device - 1);
      String licence = licences.get(device - 1);
      int asks = device;
      refused(
          Refusal.NO_FREE_LEASE,
          () -> server.leasing().renew(Shop.ask(asks, 2), lease.id(), lease.fence()));
      // Nor does it get its seat again as if it had crashed.
      refused(Refusal.NO_FREE_LEASE, () -> server.leasing().claim(Shop.ask(asks, 3), licence));
    }
    GrantedLease first = leases.get(0);
    server.leasing().renew(Shop.ask(1, 2), first.id(), first.fence());
  }

  @Test
  void aRevokedDeviceStaysOnTheListWhileARelayMayHaveLicensedIt() {
    Entitlement sold = shop.floating(2);
    String keys = FakeTokens.keys(FakeTokens.device(1));
    server.devices().add(Actor.SYSTEM, sold.id(), keys, "edge");
    server
        .relays()
        .grant(Actor.SYSTEM, sold.id(), FakeTokens.BUNDLE, "relay", 1, shop.now.plusSeconds(9_000));
    server.devices().revoke(Actor.SYSTEM, FakeTokens.device(1), "stolen");
    long until = Long.parseLong(Sql.text(database, "SELECT until FROM revocations"));
    assertThat(until).isGreaterThanOrEqualTo(shop.now.plusSeconds(9_000).getEpochSecond());
  }

  @Test
  void nobodyElseIsNamedInTheAuditTrail() {
    server.staff().create(Actor.SYSTEM, "anna", Role.ISSUER);
    refused(Refusal.CONFLICT, () -> server.staff().create(Actor.SYSTEM, "anna", Role.ADMIN));
    refused(Refusal.BAD_REQUEST, () -> server.staff().create(Actor.SYSTEM, "system", Role.VIEWER));
    refused(
        Refusal.BAD_REQUEST,
        () -> server.staff().create(Actor.SYSTEM, FakeTokens.device(1), Role.VIEWER));
    server.init();
    StaffToken anna =
        server.staff().list(Actor.SYSTEM, PageRequest.FIRST).items().stream()
            .filter(token -> token.label().equals("anna"))
            .findFirst()
            .orElseThrow();
    server.staff().revoke(Actor.SYSTEM, anna.id());
    // Her next one; the trail has when one ended and the other began.
    assertThat(server.staff().create(Actor.SYSTEM, "anna", Role.ISSUER)).isNotEmpty();
  }

  @Test
  void aKeptHashTellsAChainThatWasCutOffOrMadeAnew() {
    shop.floating(1);
    AuditTrail.Mark kept = server.audit().mark(Actor.SYSTEM);
    assertThat(kept.n()).isEqualTo(3);
    shop.floating(1);
    assertThat(server.audit().has(Actor.SYSTEM, kept)).isTrue();
    String hash = Sql.text(database, "SELECT hash FROM audit WHERE n = 2");
    Sql.change(database, "DELETE FROM audit WHERE n > 2");
    Sql.change(database, "UPDATE audit_head SET n = 2, hash = ?", hash);
    // The chain itself looks whole.
    assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
    assertThat(server.audit().has(Actor.SYSTEM, kept)).isFalse();
    shop.floating(1);
    assertThat(server.audit().has(Actor.SYSTEM, kept)).isFalse();
  }

  @Test
  void aFullRevocationListRefusesAndForgetsNothing() {
    Entitlement sold = shop.floating(1);
    String licence = shop.activate(sold, 1);
    Sql.change(
        database,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
            + " INSERT INTO revocations (id, number, until, created)"
            + " SELECT 'x' || i, 1, 253402300799, 1 FROM n");
    Sql.change(database, "UPDATE meta SET value = '2' WHERE name = 'revocation-number'");
    refused(Refusal.CONFLICT, () -> server.activations().revoke(Actor.SYSTEM, licence, "cracked"));
    assertThat(server.activations().get(Actor.SYSTEM, licence).revoked()).isEmpty();
    assertThat(server.revocations().current()).contains("x1,", "x20000").doesNotContain(licence);
  }

  /** More samples than fit into memory by the list; nothing is cut off. */
  @Test
  void historyCountsEverySample() {
    Entitlement one = shop.floating(5);
    Entitlement two = shop.floating(5);
    Instant start = Instant.parse("2020-01-01T00:00:00Z");
    long from = start.getEpochSecond();
    String rows =
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 119999)"
            + " INSERT INTO levels (entitlement, at, peak, last)"
            + " SELECT CAST(? AS TEXT), CAST(? AS BIGINT) + i, 2, 1 FROM n";
    Sql.change(database, rows, one.id(), from);
    Sql.change(database, rows, two.id(), from);
    Sql.change(
        database,
        "UPDATE levels SET peak = 4, last = 3 WHERE entitlement = ? AND at = ?",
        one.id(),
        from + 119_999);
    List<HistoryPoint> points =
        server
            .history()
            .points(Actor.SYSTEM, Optional.empty(), start, start.plusSeconds(160_000), 4);
    assertThat(points).extracting(HistoryPoint::peak).containsExactly(3, 3, 5, 4);
    assertThat(points).extracting(HistoryPoint::last).containsExactly(2, 2, 4, 4);
    assertThat(
            server
                .history()
                .points(
                    Actor.SYSTEM,
                    Optional.of(two.id()),
                    start.plusSeconds(5),
                    start.plusSeconds(8),
                    3))
        .extracting(HistoryPoint::peak)
        .containsExactly(2, 2, 2);
  }
}
