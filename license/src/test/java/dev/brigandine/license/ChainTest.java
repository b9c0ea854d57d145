package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Vendor, server, relay: each grants no more than it was lent. */
class ChainTest {
  private static final LeaseTerms FLOATING =
      new LeaseTerms(Duration.ofSeconds(60), Duration.ofSeconds(600));
  private static final Conditions ASKED =
      Conditions.NONE
          .withFeatures(List.of("export", "batch"))
          .withMinimumVersion(2)
          .withIsolation(Isolation.VAULT)
          .withLease(FLOATING);

  private final Fixture fixture = new Fixture();
  private final VendorKey server = VendorKey.generate();
  private final VendorKey relay = VendorKey.generate();

  private static LicenseTerms terms(Conditions conditions) {
    return LicenseTerms.expiring(Fixture.EXPIRES).conditions(conditions).build();
  }

  private License delegation(boolean relays, Conditions conditions) {
    return License.parse(
        LicenseIssuer.delegate(
            fixture.vendor,
            fixture.manifest,
            fixture.signer,
            server.publicKey(),
            relays,
            terms(conditions),
            Fixture.NOW));
  }

  private String served(License right, Conditions conditions) {
    return LicenseIssuer.issue(
        server, right, fixture.device.publicKey(), terms(conditions), Fixture.NOW);
  }

  private License relayed(License right) {
    return License.parse(
        LicenseIssuer.delegate(
            server, right, relay.publicKey(), 5, terms(Conditions.NONE), Fixture.NOW));
  }

  private void opens(License license) {
    byte[] expected = fixture.activation.withBytes(byte[]::clone);
    try (ActivationKey key =
        license.activate(fixture.manifest, fixture.signer, fixture.device, Fixture.NOW)) {
      assertThat(key.withBytes(byte[]::clone)).isEqualTo(expected);
    }
  }

  @Test
  void aServersAndARelaysLicenceOpen() {
    License right = delegation(true, Conditions.NONE);
    assertThat(right.delegate())
        .contains(new Delegate(server.signer(), true, OptionalLong.empty()));
    License served = License.parse(served(right, Conditions.NONE));
    assertThat(served.vendor()).isEqualTo(fixture.signer);
    assertThat(served.signer()).isEqualTo(server.signer());
    assertThat(served.parent()).map(License::id).contains(right.id());
    opens(served);
    License relayed = relayed(right);
    assertThat(relayed.delegate())
        .contains(new Delegate(relay.signer(), false, OptionalLong.of(5)));
    opens(
        License.parse(
            LicenseIssuer.issue(
                relay, relayed, fixture.device.publicKey(), terms(Conditions.NONE), Fixture.NOW)));
  }

  @Test
  void everyLetterOfAChainCounts() {
    Members.everyLetterCounts(
        served(delegation(false, Conditions.NONE), Conditions.NONE), License::parse);
  }

  @Test
  void aRightIsForItsOwnKey() {
    License right = delegation(true, Conditions.NONE);
    Refused.with(
        ErrorCode.WRONG_MACHINE,
        () ->
            LicenseIssuer.issue(
                relay, right, fixture.device.publicKey(), terms(Conditions.NONE), Fixture.NOW));
    Members members =
        new Members(served(right, Conditions.NONE), License.TYPE, relay.signing(), right.jwt());
    String forged = members.with(claims -> claims.put("iss", relay.signer().thumbprint()));
    Refused.with(ErrorCode.BAD_SIGNATURE, () -> License.parse(forged));
    Members device =
        new Members(served(right, Conditions.NONE), License.TYPE, server.signing(), null);
    License alone = License.parse(device.with(claims -> {}));
    Refused.with(
        ErrorCode.BAD_SIGNATURE,
        () -> alone.activate(fixture.manifest, fixture.signer, fixture.device, Fixture.NOW));
  }

  /** A licence for a device is no right, whoever holds its key. */
  @Test
  void aDevicesLicenceLendsNothing() {
    String plain = fixture.issue();
    License right = delegation(true, Conditions.NONE);
    Members members =
        new Members(served(right, Conditions.NONE), License.TYPE, server.signing(), plain);
    Refused.with(ErrorCode.BAD_SIGNATURE, () -> License.parse(members.with(claims -> {})));
  }

  @Test
  void aRightThatMayNotBePassedOn() {
    License right = delegation(false, Conditions.NONE);
    Refused.with(ErrorCode.BAD_SIGNATURE, () -> relayed(right));
  }

  @Test
  void whatGoesBeyondTheRight() {
    License right = delegation(true, ASKED);
    Members members =
        new Members(served(right, ASKED), License.TYPE, server.signing(), right.jwt());
    License.parse(members.with(claims -> {}));
    for (String bad :
        List.of(
            members.with(claims -> claims.put("exp", Fixture.EXPIRES.getEpochSecond() + 1)),
            members.with(claims -> claims.put("nbf", Fixture.NOW.getEpochSecond() - 1)),
            members.withBrig(brig -> brig.put("bundles", List.of("B".repeat(21) + "A"))),
            members.withBrig(
                brig -> brig.put("bundles", List.of(Fixture.BUNDLE, "B".repeat(21) + "A"))),
            members.withBrig(brig -> brig.put("model", "acme/other")),
            members.withBrig(brig -> brig.put("version", 4L)),
            members.withBrig(brig -> brig.remove("version")),
            members.withBrig(brig -> brig.put("customer", "south")),
            members.withBrig(brig -> brig.remove("customer")),
            members.withBrig(brig -> brig.put("features", List.of("export", "all"))),
            members.withBrig(brig -> brig.put("minimum", 1L)),
            members.withBrig(brig -> brig.remove("minimum")),
            members.withBrig(brig -> brig.remove("isolation")),
            members.withBrig(brig -> brig.remove("lease")))) {
      Refused.with(ErrorCode.TAMPERED, () -> License.parse(bad));
    }
    for (String good :
        List.of(
            members.with(claims -> claims.put("exp", Fixture.EXPIRES.getEpochSecond() - 1)),
            members.withBrig(brig -> brig.put("features", List.of("batch"))),
            members.withBrig(brig -> brig.put("minimum", 3L)))) {
      License.parse(good);
    }
  }

  @Test
  void notMoreLinksThanServerAndRelay() {
    License right = delegation(true, Conditions.NONE);
    License relayed = relayed(right);
    String issued =
        LicenseIssuer.issue(
            relay, relayed, fixture.device.publicKey(), terms(Conditions.NONE), Fixture.NOW);
    Members members = new Members(issued, License.TYPE, relay.signing(), issued);
    Refused.with(ErrorCode.TAMPERED, () -> License.parse(members.with(claims -> {})));
  }

  @Test
  void aListByEachOneAboveCounts() {
    License right = delegation(true, Conditions.NONE);
    License served = License.parse(served(right, Conditions.NONE));
    for (VendorKey signer : List.of(fixture.vendor, server)) {
      for (String id : List.of(served.id(), right.id(), served.device())) {
        Revocations list =
            new Revocations(signer.signer(), 1, Fixture.NOW, Fixture.NOW, Set.of(id));
        assertThat(list.revokes(served)).isTrue();
      }
    }
    Revocations below =
        new Revocations(server.signer(), 1, Fixture.NOW, Fixture.NOW, Set.of(right.id()));
    assertThat(below.revokes(right)).as("a server does not revoke its own right").isFalse();
  }

  @Test
  void conditionsAreReadAsWritten() {
    Conditions all =
        ASKED
            .withEntitlement("E".repeat(21) + "A")
            .withRate(new Rate(100, Duration.ofHours(1)))
            .withClock(new ClockPolicy(Duration.ofSeconds(0), true))
            .withMachine(
                new MachineBinding(
                    MachineBinding.Match.MOST, Map.of("mac", List.of("A".repeat(22)))));
    assertThat(License.parse(fixture.issue(terms(all))).conditions()).isEqualTo(all);
    assertThat(License.parse(fixture.issue()).conditions()).isEqualTo(Conditions.NONE);
  }

  @Test
  void conditionsOutOfBounds() {
    Members members =
        new Members(fixture.issue(terms(ASKED)), License.TYPE, fixture.vendor.signing(), null);
    Map<String, List<Object>> bad =
        Map.of(
            "features", List.of(List.of(), List.of("a", "a"), List.of("a\nb"), List.of(1L), "a"),
            "rate",
                List.of(
                    Map.of("runs", 0L, "seconds", 1L),
                    Map.of("runs", 1L, "seconds", 0L),
                    Map.of("runs", 1L, "seconds", 31L * 86_400 + 1),
                    Map.of("runs", 1L),
                    Map.of("runs", 1L, "seconds", 1L, "more", 1L)),
            "isolation", List.of("moon", "", 1L),
            "minimum", List.of(0L, 1L << 53),
            "lease",
                List.of(
                    Map.of("heartbeat", 0L, "grace", 0L),
                    Map.of("heartbeat", 86_401L, "grace", 0L),
                    Map.of("heartbeat", 1L, "grace", 90L * 86_400 + 1)),
            "clock",
                List.of(
                    Map.of("back", -1L, "memory", "any"),
                    Map.of("back", 86_401L, "memory", "any"),
                    Map.of("back", 0L, "memory", "some")),
            "machine",
                List.of(
                    Map.of("match", "few", "traits", Map.of("mac", List.of("A".repeat(22)))),
                    Map.of("match", "all", "traits", Map.of()),
                    Map.of("match", "all", "traits", Map.of("mac", List.of()))),
            "delegate", List.of(Map.of("jkt", "short"), Map.of("jkt", "A".repeat(43), "seats", 0L)),
            "entitlement", List.of("short", 1L));
    bad.forEach(
        (name, values) -> {
          for (Object value : values) {
            String jwt = members.withBrig(brig -> brig.put(name, value));
            Refused.with(ErrorCode.TAMPERED, () -> License.parse(jwt));
          }
        });
  }

  @Test
  void whatIsNotIssuedAtAll() {
    Refused.with(ErrorCode.USAGE, () -> new Rate(0, Duration.ofSeconds(1)));
    Refused.with(ErrorCode.USAGE, () -> new Rate(1, Duration.ofMillis(1500)));
    Refused.with(ErrorCode.USAGE, () -> new ClockPolicy(Duration.ofSeconds(-1), false));
    Refused.with(ErrorCode.USAGE, () -> new ClockPolicy(Duration.ofDays(2), false));
    Refused.with(ErrorCode.USAGE, () -> new LeaseTerms(Duration.ZERO, Duration.ZERO));
    Refused.with(ErrorCode.USAGE, () -> new Delegate(server.signer(), false, OptionalLong.of(0)));
    Refused.with(ErrorCode.USAGE, () -> Conditions.NONE.withMinimumVersion(0));
    Refused.with(ErrorCode.USAGE, () -> Conditions.NONE.withFeatures(List.of("a", "a")));
    assertThat(Optional.of(FLOATING.length())).contains(Duration.ofSeconds(660));
  }
}
