package dev.brigandine.licenseserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Kind;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.service.EntitlementFilter.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendor's page asks beyond the API, on either database. */
class PageQueriesTest {
  private static final Instant NOW = Instant.now();

  @TempDir Path folder;
  private final TestClock clock = new TestClock(NOW);

  private LicenseServices open(String kind) {
    return Servers.open(
        kind.equals("sqlite") ? "sqlite:" + folder.resolve("a.db") : Servers.postgres(),
        clock,
        "a");
  }

  private static List<String> ids(LicenseServices server, EntitlementFilter filter) {
    return server.entitlements().list(Actor.SYSTEM, filter, PageRequest.FIRST).items().stream()
        .map(Entitlement::id)
        .toList();
  }

  private static EntitlementFilter state(State state) {
    return new EntitlementFilter(Optional.empty(), Optional.empty(), Optional.of(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void aSessionEndsBySigningOutAndWithItsToken(String kind) {
    try (LicenseServices server = open(kind)) {
      String admin = server.init().orElseThrow();
      String token = server.staff().create(Actor.SYSTEM, "looks", Role.VIEWER);
      assertThatThrownBy(() -> server.sessions().open(token + "x"))
          .isInstanceOf(RefusedException.class);
      String one = server.sessions().open(token);
      String two = server.sessions().open(token);
      assertThat(server.sessions().find(one)).contains(new Actor("looks", Role.VIEWER));
      assertThat(server.sessions().find(one.substring(1) + "A")).isEmpty();
      assertThat(server.sessions().find(null)).isEmpty();
      server.sessions().close(one);
      assertThat(server.sessions().find(one)).isEmpty();
      assertThat(server.sessions().find(two)).isPresent();
      String id =
          server.staff().list(Actor.SYSTEM, PageRequest.FIRST).items().stream()
              .filter(it -> it.label().equals("looks"))
              .findAny()
              .orElseThrow()
              .id();
      server.staff().revoke(Actor.SYSTEM, id);
      assertThat(server.sessions().find(two)).isEmpty();
      assertThat(server.sessions().find(server.sessions().open(admin))).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void licencesAreFilteredByStateKindAndCustomer(String kind) {
    try (LicenseServices server = open(kind)) {
      Shop shop = new Shop(server, NOW);
      Entitlement floating = shop.floating(2);
      Entitlement later = shop.sell(Terms.nodeLocked(NOW.plusSeconds(9_000), shop.later()).build());
      Entitlement ended = shop.sell(Terms.nodeLocked(shop.now, shop.later()).build());
      server.entitlements().revoke(Actor.SYSTEM, ended.id(), "not paid");
      assertThat(ids(server, EntitlementFilter.ANY))
          .containsExactlyInAnyOrder(floating.id(), later.id(), ended.id());
      assertThat(ids(server, state(State.VALID))).containsExactly(floating.id());
      assertThat(ids(server, state(State.PENDING))).containsExactly(later.id());
      assertThat(ids(server, state(State.EXPIRED))).isEmpty();
      assertThat(ids(server, state(State.REVOKED))).containsExactly(ended.id());
      assertThat(
              ids(
                  server,
                  new EntitlementFilter(
                      later.customer(), Optional.of(Kind.FLOATING), Optional.empty())))
          .isEmpty();
      assertThat(server.entitlements().get(Actor.SYSTEM, floating.id())).isEqualTo(floating);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void customersAreFoundByPartsOfNamesThatArePatterns(String kind) {
    try (LicenseServices server = open(kind)) {
      String id = server.customers().create(Actor.SYSTEM, "Fifty% Off_!", "").id();
      server.customers().create(Actor.SYSTEM, "fifty more", "");
      for (String part : List.of("%", "_", "!", "fifty% o")) {
        assertThat(server.customers().search(Actor.SYSTEM, part, PageRequest.FIRST).items())
            .as(part)
            .hasSize(1);
      }
      assertThat(server.customers().byName(Actor.SYSTEM, "Fifty% Off_!")).isPresent();
      assertThat(server.customers().names(Actor.SYSTEM, Set.of(id)))
          .containsEntry(id, "Fifty% Off_!");
      assertThat(server.customers().names(Actor.SYSTEM, Set.of())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void usageIsAddedUpByDay(String kind) {
    try (LicenseServices server = open(kind)) {
      Shop shop = new Shop(server, NOW);
      Entitlement sold = shop.floating(2);
      for (int device = 1; device <= 2; device++) {
        String licence = shop.activate(sold, device);
        server
            .usage()
            .report(
                new UsageReport(
                    FakeTokens.device(device),
                    FakeTokens.signer(FakeTokens.device(device)),
                    licence,
                    "i".repeat(22),
                    10L * device));
      }
      var today = java.time.LocalDate.ofInstant(NOW, java.time.ZoneOffset.UTC);
      assertThat(
              server.usage().days(Actor.SYSTEM, sold.id(), today.minusDays(1), today.plusDays(1)))
          .singleElement()
          .satisfies(
              day -> {
                assertThat(day.runs()).isEqualTo(30);
                assertThat(day.devices()).isEqualTo(2);
              });
    }
  }
}
