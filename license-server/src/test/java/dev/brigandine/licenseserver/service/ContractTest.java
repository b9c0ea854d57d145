package dev.brigandine.licenseserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.licenseserver.domain.Enrolment;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.MachineMatch;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.Terms;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold on either database. */
abstract class ContractTest {
  LicenseServices server;
  Shop shop;

  /** Opens an empty database. */
  abstract LicenseServices open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    server = open();
    shop = new Shop(server, Instant.now());
  }

  @AfterEach
  void end() {
    server.close();
  }

  static AbstractThrowableAssert<?, ?> refused(
      Refusal refusal, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
  }

  @Test
  void theThirdOfTwoSeatsIsRefusedUntilOneIsGivenBack() {
    Entitlement sold = shop.floating(2);
    List<String> licences = new ArrayList<>();
    for (int device = 1; device <= 3; device++) {
      licences.add(shop.activate(sold, device));
    }
    GrantedLease first = server.leasing().claim(Shop.ask(1, 1), licences.get(0));
    GrantedLease second = server.leasing().claim(Shop.ask(2, 1), licences.get(1));
    assertThat(second.seat()).isNotEqualTo(first.seat());
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(first.expires()).isEqualTo(first.issued().plusSeconds(30));
    refused(Refusal.NO_FREE_LEASE, () -> server.leasing().claim(Shop.ask(3, 1), licences.get(2)))
        .satisfies(
            e -> assertThat(((RefusedException) e).retryAfter().getAsLong()).isBetween(1L, 30L));
    server.leasing().release(Shop.ask(1, 2), first.id(), first.fence());
    server.leasing().release(Shop.ask(1, 2), first.id(), first.fence());
    assertThat(server.leasing().claim(Shop.ask(3, 2), licences.get(2)).seat())
        .isEqualTo(first.seat());
    refused(
        Refusal.LEASE_LOST,
        () -> server.leasing().renew(Shop.ask(1, 3), first.id(), first.fence()));
    assertThat(server.leasing().list(Actor.SYSTEM, Optional.empty(), PageRequest.FIRST).items())
        .hasSize(2);
    assertThat(server.overview().summary(Actor.SYSTEM).inUse()).isEqualTo(2);
  }

  @Test
  void aCrashedInstanceGetsItsSeatAgainAndTheOldFenceIsVoid() {
    Entitlement sold = shop.floating(1);
    String licence = shop.activate(sold, 1);
    GrantedLease before = server.leasing().claim(Shop.ask(1, 1), licence);
    GrantedLease after = server.leasing().claim(Shop.ask(1, 2), licence);
    assertThat(after.seat()).isEqualTo(before.seat());
    assertThat(after.fence()).isGreaterThan(before.fence());
    refused(
        Refusal.LEASE_LOST,
        () -> server.leasing().renew(Shop.ask(1, 3), before.id(), before.fence()));
    GrantedLease renewed = server.leasing().renew(Shop.ask(1, 4), after.id(), after.fence());
    assertThat(renewed.id()).isEqualTo(after.id());
    refused(
        Refusal.REPLAYED, () -> server.leasing().renew(Shop.ask(1, 4), after.id(), after.fence()));
    refused(Refusal.REPLAYED, () -> server.leasing().claim(Shop.ask(1, 1), licence));
  }

  @Test
  void runsAreGrantedInBlocksAndNeverMoreThanThereAre() {
    Entitlement sold =
        shop.sell(
            Terms.floating(2, shop.now.minusSeconds(5), shop.later())
                .lease(10, 20)
                .runs(25)
                .build());
    String one = shop.activate(sold, 1);
    String two = shop.activate(sold, 2);
    GrantedLease lease = server.leasing().claim(Shop.ask(1, 1, OptionalLong.of(10)), one);
    assertThat(lease.runs()).hasValue(10);
    assertThat(
            server
                .leasing()
                .renew(Shop.ask(1, 2, OptionalLong.of(7)), lease.id(), lease.fence())
                .runs())
        .hasValue(17);
    // A crash: what was granted is gone, what is left is 8.
    GrantedLease again = server.leasing().claim(Shop.ask(1, 3, OptionalLong.of(10)), one);
    assertThat(again.runs()).hasValue(8);
    refused(
        Refusal.LICENSE_EXPIRED,
        () -> server.leasing().claim(Shop.ask(2, 1, OptionalLong.of(10)), two));
    server.leasing().release(Shop.ask(1, 4, OptionalLong.of(3)), again.id(), again.fence());
    assertThat(server.leasing().claim(Shop.ask(2, 2, OptionalLong.of(10)), two).runs()).hasValue(5);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    assertThat(server.usage().rows(Actor.SYSTEM, sold.id(), today.minusDays(1), today.plusDays(1)))
        .singleElement()
        .satisfies(row -> assertThat(row.runs()).isEqualTo(10));
  }

  @Test
  void activationIsTheSameAgainUntilTheTermsChange() {
    Entitlement sold = shop.floating(1);
    ActivationAnswer first = server.activations().activate(shop.request(sold, 1));
    assertThat(first.fresh()).isTrue();
    ActivationAnswer second = server.activations().activate(shop.request(sold, 1));
    assertThat(second.licence()).isEqualTo(first.licence());
    assertThat(second.fresh()).isFalse();
    server.bundles().register(Actor.SYSTEM, FakeTokens.delegation(shop.later(), 0));
    assertThat(server.activations().activate(shop.request(sold, 1)).licence())
        .isNotEqualTo(first.licence());
  }

  @Test
  void onlyAsManyDevicesAsWereSoldAndOnlyThoseOnTheList() {
    Entitlement one = shop.sell(Terms.nodeLocked(shop.now.minusSeconds(5), shop.later()).build());
    String licence = shop.activate(one, 1);
    refused(Refusal.CONFLICT, () -> shop.activate(one, 2));
    refused(Refusal.CONFLICT, () -> server.leasing().claim(Shop.ask(1, 1), licence));
    server.devices().revoke(Actor.SYSTEM, FakeTokens.device(1), "stolen");
    shop.activate(one, 2);
    refused(Refusal.REVOKED, () -> shop.activate(one, 1));

    Entitlement listed =
        shop.sell(
            Terms.floating(1, shop.now.minusSeconds(5), shop.later())
                .enrolment(Enrolment.LISTED)
                .build());
    refused(Refusal.FORBIDDEN, () -> shop.activate(listed, 3));
    server
        .devices()
        .add(Actor.SYSTEM, listed.id(), FakeTokens.keys(FakeTokens.device(3)), "listed");
    shop.activate(listed, 3);
    ActivationRequest thief =
        new ActivationRequest(
            FakeTokens.device(3),
            "t".repeat(43),
            listed.id(),
            FakeTokens.BUNDLE,
            FakeTokens.device(3) + " " + "t".repeat(43),
            "thief",
            Optional.empty());
    refused(Refusal.FORBIDDEN, () -> server.activations().activate(thief));
  }

  @Test
  void aClonedKeyOnAnotherMachineIsRefused() {
    Entitlement sold =
        shop.sell(
            Terms.nodeLocked(shop.now.minusSeconds(5), shop.later())
                .machine(MachineMatch.MOST)
                .build());
    Map<String, List<String>> mine =
        Map.of("disk", List.of("a"), "board", List.of("b"), "net", List.of("c", "d"));
    assertThat(server.activations().activate(with(sold, mine)).fresh()).isTrue();
    Map<String, List<String>> newDisk =
        Map.of("disk", List.of("x"), "board", List.of("b"), "net", List.of("d"));
    assertThat(server.activations().activate(with(sold, newDisk)).fresh()).isFalse();
    Map<String, List<String>> other =
        Map.of("disk", List.of("x"), "board", List.of("y"), "net", List.of("d"));
    refused(Refusal.FORBIDDEN, () -> server.activations().activate(with(sold, other)));
    refused(Refusal.BAD_REQUEST, () -> shop.activate(sold, 1));
  }

  private ActivationRequest with(Entitlement sold, Map<String, List<String>> traits) {
    ActivationRequest plain = shop.request(sold, 1);
    return new ActivationRequest(
        plain.device(),
        plain.signer(),
        plain.entitlement(),
        plain.bundle(),
        plain.keys(),
        plain.name(),
        Optional.of(traits));
  }

  @Test
  void revocationEndsClaimsAndRenewalsAndIsListed() {
    Entitlement sold = shop.floating(3);
    String licence = shop.activate(sold, 1);
    String other = shop.activate(sold, 2);
    GrantedLease lease = server.leasing().claim(Shop.ask(1, 1), licence);
    long number = server.revocations().number();
    server.activations().revoke(Actor.SYSTEM, licence, "not paid");
    refused(
        Refusal.REVOKED, () -> server.leasing().renew(Shop.ask(1, 2), lease.id(), lease.fence()));
    server.leasing().claim(Shop.ask(2, 1), other);
    server.entitlements().revoke(Actor.SYSTEM, sold.id(), "sued");
    refused(Refusal.REVOKED, () -> server.leasing().claim(Shop.ask(2, 2), other));
    refused(Refusal.REVOKED, () -> shop.activate(sold, 3));
    refused(Refusal.CONFLICT, () -> server.entitlements().revoke(Actor.SYSTEM, sold.id(), "again"));
    assertThat(server.revocations().number()).isEqualTo(number + 2);
    assertThat(server.revocations().current()).contains(sold.id()).contains(licence);
    // Releasing is always heard.
    server.leasing().release(Shop.ask(1, 3), lease.id(), lease.fence());
  }

  @Test
  void anotherDevicesLeaseIsNotTouched() {
    Entitlement sold = shop.floating(3);
    String licence = shop.activate(sold, 1);
    shop.activate(sold, 2);
    GrantedLease lease = server.leasing().claim(Shop.ask(1, 1), licence);
    refused(Refusal.FORBIDDEN, () -> server.leasing().claim(Shop.ask(2, 1), licence));
    refused(
        Refusal.FORBIDDEN,
        () -> server.leasing().release(Shop.ask(2, 2), lease.id(), lease.fence()));
    refused(
        Refusal.FORBIDDEN, () -> server.leasing().renew(Shop.ask(2, 2), lease.id(), lease.fence()));
    server.leasing().renew(Shop.ask(1, 2), lease.id(), lease.fence());
  }

  @Test
  void seatsLentToARelayAreGone() {
    Entitlement sold = shop.floating(3);
    String one = shop.activate(sold, 1);
    String two = shop.activate(sold, 2);
    server.leasing().claim(Shop.ask(1, 1), one);
    Instant until = shop.now.plusSeconds(3600);
    refused(
        Refusal.NO_FREE_LEASE,
        () -> server.relays().grant(Actor.SYSTEM, sold.id(), FakeTokens.BUNDLE, "keys", 3, until));
    String delegation =
        server.relays().grant(Actor.SYSTEM, sold.id(), FakeTokens.BUNDLE, "keys", 2, until);
    refused(Refusal.NO_FREE_LEASE, () -> server.leasing().claim(Shop.ask(2, 1), two));
    // It is for another server: here it would lend the same seats again.
    refused(Refusal.CONFLICT, () -> server.bundles().register(Actor.SYSTEM, delegation));
  }

  @Test
  void textsThatWouldBeSqlAreTexts() {
    String evil = "'; DROP TABLE customers; -- \" \\ %s <script>alert(1)</script> :id <ids> ?";
    String customer = server.customers().create(Actor.SYSTEM, evil, evil).id();
    assertThat(server.customers().get(Actor.SYSTEM, customer).name()).isEqualTo(evil);
    Entitlement sold = shop.floating(1);
    server.entitlements().revoke(Actor.SYSTEM, sold.id(), evil);
    String token = server.staff().create(Actor.SYSTEM, evil, Role.VIEWER);
    assertThat(server.staff().authenticate(token).who()).isEqualTo(evil);
    refused(Refusal.UNKNOWN, () -> server.customers().get(Actor.SYSTEM, evil));
    refused(Refusal.UNKNOWN, () -> server.entitlements().get(Actor.SYSTEM, evil));
    refused(Refusal.UNKNOWN, () -> server.bundles().get(Actor.SYSTEM, evil));
    refused(Refusal.UNKNOWN, () -> server.devices().get(Actor.SYSTEM, evil));
    refused(Refusal.UNKNOWN, () -> server.activations().get(Actor.SYSTEM, evil));
    refused(Refusal.BAD_PROOF, () -> server.staff().authenticate(evil));
    Optional<String> mark = Optional.of("' OR 1=1 --");
    assertThat(server.customers().list(Actor.SYSTEM, new PageRequest(5, mark)).items()).isEmpty();
    assertThat(
            server.entitlements().list(Actor.SYSTEM, Optional.of(evil), PageRequest.FIRST).items())
        .isEmpty();
    assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
  }

  @Test
  void eachChangeIsInTheAuditTrailAndTheChainIsWhole() {
    Entitlement sold = shop.floating(1);
    shop.activate(sold, 1);
    server.entitlements().extend(Actor.SYSTEM, sold.id(), shop.later().plusSeconds(60));
    server.entitlements().revoke(Actor.SYSTEM, sold.id(), "over");
    assertThat(
            server.audit().list(Actor.SYSTEM, new PageRequest(3, Optional.empty())).items().stream()
                .map(entry -> entry.action()))
        .containsExactly("entitlement.revoke", "entitlement.extend", "licence.issue");
    assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
  }

  @Test
  void listsComeInPartsAndMissNothing() {
    for (int i = 0; i < 7; i++) {
      server.customers().create(Actor.SYSTEM, "customer " + i, "");
    }
    List<String> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<dev.brigandine.licenseserver.domain.Customer> page =
          server.customers().list(Actor.SYSTEM, new PageRequest(3, after));
      page.items().forEach(customer -> seen.add(customer.name()));
      after = page.next();
    } while (after.isPresent());
    assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    refused(Refusal.CONFLICT, () -> server.customers().create(Actor.SYSTEM, "customer 1", ""));
  }

  @Test
  void rolesAreHeldToAndTheLastAdminStays() {
    String admin = server.init().orElseThrow();
    assertThat(server.init()).isEmpty();
    Actor viewer =
        server.staff().authenticate(server.staff().create(Actor.SYSTEM, "v", Role.VIEWER));
    refused(Refusal.WRONG_ROLE, () -> server.customers().create(viewer, "x", ""));
    refused(Refusal.WRONG_ROLE, () -> server.staff().list(viewer, PageRequest.FIRST));
    String id =
        server.staff().list(Actor.SYSTEM, PageRequest.FIRST).items().stream()
            .filter(token -> token.role() == Role.ADMIN)
            .findFirst()
            .orElseThrow()
            .id();
    refused(Refusal.CONFLICT, () -> server.staff().revoke(Actor.SYSTEM, id));
    server.staff().create(Actor.SYSTEM, "second", Role.ADMIN);
    server.staff().revoke(Actor.SYSTEM, id);
    refused(Refusal.BAD_PROOF, () -> server.staff().authenticate(admin));
  }

  @Test
  void aRestoredDatabaseGrantsNothingUntilWhatItForgotIsOver() {
    Entitlement sold = shop.floating(2);
    String licence = shop.activate(sold, 1);
    GrantedLease lease = server.leasing().claim(Shop.ask(1, 1), licence);
    byte[] secret = server.sharedSecret();
    long number = server.revocations().number();
    server.backup().restored(Actor.SYSTEM);
    assertThat(server.sharedSecret()).isNotEqualTo(secret);
    assertThat(server.revocations().number()).isGreaterThan(number);
    String two = shop.activate(sold, 2);
    refused(Refusal.NO_FREE_LEASE, () -> server.leasing().claim(Shop.ask(2, 1), two))
        .satisfies(
            e -> assertThat(((RefusedException) e).retryAfter().getAsLong()).isBetween(20L, 30L));
    server.leasing().renew(Shop.ask(1, 2), lease.id(), lease.fence());
  }

  @Test
  void usageIsCountedOnce() {
    Entitlement sold = shop.floating(1);
    String licence = shop.activate(sold, 1);
    for (long total : new long[] {5, 5, 9, 7}) {
      server
          .usage()
          .report(
              new UsageReport(
                  FakeTokens.device(1),
                  FakeTokens.signer(FakeTokens.device(1)),
                  licence,
                  "u".repeat(22),
                  total));
    }
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    assertThat(server.usage().rows(Actor.SYSTEM, sold.id(), today.minusDays(1), today.plusDays(1)))
        .singleElement()
        .satisfies(row -> assertThat(row.runs()).isEqualTo(9));
  }

  @Test
  void historyAndHousekeeping() {
    Entitlement sold = shop.floating(2);
    String licence = shop.activate(sold, 1);
    GrantedLease lease = server.leasing().claim(Shop.ask(1, 1), licence);
    server.sweep();
    List<HistoryPoint> points =
        server
            .history()
            .points(
                Actor.SYSTEM,
                Optional.of(sold.id()),
                lease.issued().minusSeconds(10),
                lease.issued().plusSeconds(10),
                4);
    assertThat(points.stream().map(HistoryPoint::peak)).containsExactly(0, 0, 1, 1);
    server.leasing().renew(Shop.ask(1, 2), lease.id(), lease.fence());
  }
}
