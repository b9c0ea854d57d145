package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A delegate that signs whatever it likes grants no more than it was lent. */
class ChainBoundsTest {
  private static final MachineBinding MACHINE =
      new MachineBinding(MachineBinding.Match.ALL, Map.of("disk", List.of("A".repeat(22))));

  private final Fixture shop = new Fixture();
  private final VendorKey server = VendorKey.generate();
  private final VendorKey relay = VendorKey.generate();

  private record Grant(OptionalLong runs, Conditions conditions) {
    static Grant of(UnaryOperator<Conditions> asked) {
      return new Grant(OptionalLong.empty(), asked.apply(Conditions.NONE));
    }

    static Grant runs(long count) {
      return new Grant(OptionalLong.of(count), Conditions.NONE);
    }

    LicenseTerms terms() {
      LicenseTerms.Builder terms = LicenseTerms.expiring(Fixture.EXPIRES).conditions(conditions);
      runs.ifPresent(terms::runs);
      return terms.build();
    }
  }

  private License lend(Grant grant) {
    return License.parse(
        LicenseIssuer.delegate(
            shop.vendor,
            shop.manifest,
            shop.signer,
            server.publicKey(),
            true,
            grant.terms(),
            Fixture.NOW));
  }

  private License issue(VendorKey by, License right, Grant grant) {
    return License.parse(
        LicenseIssuer.issue(by, right, shop.device.publicKey(), grant.terms(), Fixture.NOW));
  }

  private License lendOn(License right, Grant grant) {
    return License.parse(
        LicenseIssuer.delegate(server, right, relay.publicKey(), 1, grant.terms(), Fixture.NOW));
  }

  private static Rate rate(long runs, long seconds) {
    return new Rate(runs, Duration.ofSeconds(seconds));
  }

  private static LeaseTerms lease(long heartbeat, long grace) {
    return new LeaseTerms(Duration.ofSeconds(heartbeat), Duration.ofSeconds(grace));
  }

  private static ClockPolicy clock(long back, boolean memory) {
    return new ClockPolicy(Duration.ofSeconds(back), memory);
  }

  /** What is lent, what stays within it, what does not. */
  static Stream<Arguments> bounds() {
    Grant plain = Grant.of(it -> it);
    return Stream.of(
        Arguments.of("runs", Grant.runs(10), Grant.runs(10), Grant.runs(11)),
        Arguments.of("runs left out", Grant.runs(10), Grant.runs(1), plain),
        Arguments.of(
            "rate",
            Grant.of(it -> it.withRate(rate(10, 60))),
            Grant.of(it -> it.withRate(rate(5, 60))),
            Grant.of(it -> it.withRate(rate(10, 59)))),
        Arguments.of(
            "burst",
            Grant.of(it -> it.withRate(rate(1, 1))),
            Grant.of(it -> it.withRate(rate(1, 2))),
            Grant.of(it -> it.withRate(rate(60, 60)))),
        Arguments.of(
            "rate left out",
            Grant.of(it -> it.withRate(rate(10, 60))),
            Grant.of(it -> it.withRate(rate(10, 60))),
            plain),
        Arguments.of(
            "clock",
            Grant.of(it -> it.withClock(clock(60, false))),
            Grant.of(it -> it.withClock(clock(60, true))),
            plain),
        Arguments.of(
            "memory of time",
            Grant.of(it -> it.withClock(clock(300, true))),
            Grant.of(it -> it.withClock(clock(0, true))),
            Grant.of(it -> it.withClock(clock(0, false)))),
        Arguments.of(
            "lease",
            Grant.of(it -> it.withLease(lease(10, 20))),
            Grant.of(it -> it.withLease(lease(20, 10))),
            Grant.of(it -> it.withLease(lease(10, 21)))),
        Arguments.of(
            "features",
            Grant.of(it -> it.withFeatures(List.of("a"))),
            Grant.of(it -> it.withFeatures(List.of("a"))),
            Grant.of(it -> it.withFeatures(List.of("a", "b")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bounds")
  void noLicenceGrantsMoreThanItsSignerWasLent(String what, Grant lent, Grant within, Grant more) {
    License right = lend(lent);
    assertThat(issue(server, right, within).vendor()).isEqualTo(shop.signer);
    // The same licence is fine where nothing was bounded.
    assertThat(issue(server, lend(Grant.of(it -> it.withClock(clock(300, false)))), more).vendor())
        .isEqualTo(shop.signer);
    Refused.with(ErrorCode.TAMPERED, () -> issue(server, right, more));
  }

  @Test
  void aDelegateThatIsBoundToAMachineLicensesNobody() {
    License right = lend(Grant.of(it -> it.withMachine(MACHINE)));
    Refused.with(ErrorCode.TAMPERED, () -> issue(server, right, Grant.of(it -> it)));
    Refused.with(
        ErrorCode.TAMPERED, () -> issue(server, right, Grant.of(it -> it.withMachine(MACHINE))));
  }

  @Test
  void featuresCannotBeShedOnTheWay() {
    License right = lend(Grant.of(it -> it.withFeatures(List.of("a"))));
    License none = lendOn(right, Grant.of(it -> it));
    Refused.with(
        ErrorCode.TAMPERED,
        () -> issue(relay, none, Grant.of(it -> it.withFeatures(List.of("b")))));
    // Nor by a relay whose own delegation says nothing of them.
    License silent = lendOn(lend(Grant.of(it -> it)), Grant.of(it -> it));
    Refused.with(
        ErrorCode.TAMPERED,
        () -> issue(relay, silent, Grant.of(it -> it.withFeatures(List.of("b")))));
    assertThat(issue(relay, silent, Grant.of(it -> it)).vendor()).isEqualTo(shop.signer);
  }

  @Test
  void aLeaseIsNoLongerThanItsLicenceLends() {
    License license =
        issue(
            server,
            lend(Grant.of(it -> it)),
            Grant.of(it -> it.withLease(lease(10, 20)).withEntitlement("E".repeat(21) + "A")));
    lease(license, Fixture.NOW.plusSeconds(30)).check(license);
    Refused.with(
        ErrorCode.TAMPERED, () -> lease(license, Fixture.NOW.plusSeconds(31)).check(license));
  }

  private Lease lease(License license, Instant expires) {
    String id = "L".repeat(21) + "A";
    return new Lease(
        server.signer(),
        id,
        license.conditions().entitlement().orElseThrow(),
        license.id(),
        license.device(),
        id,
        1,
        1,
        Fixture.NOW,
        expires,
        id,
        OptionalLong.empty());
  }
}
