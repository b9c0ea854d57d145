package dev.brigandine.licenseserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.VendorPublicKey;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Terms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real keys: from the vendor's delegation to a lease, and on through a relay. */
class RealTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant LATER = Instant.parse("2027-11-24T00:00:00Z");
  private static final String BUNDLE = "A".repeat(22);

  @TempDir Path folder;
  private final VendorKey vendor = VendorKey.generate();
  private final VendorKey serverKey = VendorKey.generate();
  private final TestClock clock = new TestClock(NOW);

  private Manifest manifest() {
    ActivationKey activation = ActivationKey.generate(new SecureRandom());
    return new Manifest(
        BUNDLE,
        "acme/minilm",
        3,
        Optional.of("north"),
        "none",
        "0.1.0",
        NOW,
        List.of(),
        List.of(),
        vendor.publicKey().wrap(activation, BUNDLE),
        List.of());
  }

  private String delegate(Manifest manifest, VendorPublicKey to) {
    return LicenseIssuer.delegate(
        vendor, manifest, vendor.signer(), to, true, LicenseTerms.expiring(LATER).build(), NOW);
  }

  private LicenseServices open(String name, VendorKey key, Clock time) {
    return LicenseServices.open("sqlite:" + folder.resolve(name), key, time, new SecureRandom());
  }

  private static ActivationRequest request(DeviceKey device, String entitlement) {
    return new ActivationRequest(
        device.thumbprint(),
        device.publicKey().signer().orElseThrow().thumbprint(),
        entitlement,
        BUNDLE,
        device.publicKey().toJson(),
        "edge",
        Optional.empty());
  }

  private static LeaseRequest ask(DeviceKey device, long seq) {
    return new LeaseRequest(
        device.thumbprint(),
        device.publicKey().signer().orElseThrow().thumbprint(),
        "P".repeat(21) + "A",
        "I".repeat(21) + "A",
        seq,
        OptionalLong.empty());
  }

  @Test
  void fromTheVendorToALeaseThatOpensTheBundle() throws Exception {
    Manifest manifest = manifest();
    DeviceKey device = DeviceKey.generate();
    try (LicenseServices server = open("a.db", serverKey, clock)) {
      assertThatThrownBy(
              () ->
                  server
                      .bundles()
                      .register(Actor.SYSTEM, delegate(manifest, VendorKey.generate().publicKey())))
          .isInstanceOf(BrigandineException.class)
          .hasMessageContaining("no delegation to this server's key");
      server.bundles().register(Actor.SYSTEM, delegate(manifest, serverKey.publicKey()));
      String customer = server.customers().create(Actor.SYSTEM, "North", "").id();
      Entitlement sold =
          server
              .entitlements()
              .create(
                  Actor.SYSTEM,
                  customer,
                  List.of(BUNDLE),
                  Terms.floating(2, NOW, LATER).lease(60, 120).features(List.of("a")).build());
      ActivationAnswer answer = server.activations().activate(request(device, sold.id()));
      License license = License.parse(answer.licence());
      license.activate(manifest, vendor.signer(), device, NOW).close();
      assertThat(license.conditions().features()).containsExactly("a");

      GrantedLease granted = server.leasing().claim(ask(device, 1), license.id());
      Lease lease = Lease.parse(granted.token(), null);
      lease.check(license);
      assertThat(lease.expires()).isEqualTo(NOW.plusSeconds(180));
      assertThat(lease.proof()).isEqualTo("P".repeat(21) + "A");

      VendorKey relayKey = VendorKey.generate();
      Path relayFile = folder.resolve("relay.pub");
      relayKey.publicKey().save(relayFile);
      String lent =
          server
              .relays()
              .grant(
                  Actor.SYSTEM,
                  sold.id(),
                  BUNDLE,
                  Files.readString(relayFile),
                  1,
                  NOW.plus(Duration.ofDays(30)));
      relay(manifest, relayKey, lent, sold.id());

      server.entitlements().revoke(Actor.SYSTEM, sold.id(), "not paid");
      assertThat(Revocations.parse(server.revocations().current(), null).revokes(license)).isTrue();
      assertThat(Revocations.parse(answer.revocations(), null).revokes(license)).isFalse();
    }
  }

  private void relay(Manifest manifest, VendorKey relayKey, String lent, String entitlement) {
    DeviceKey there = DeviceKey.generate();
    try (LicenseServices relay = open("relay.db", relayKey, clock)) {
      relay.bundles().register(Actor.SYSTEM, lent);
      License license =
          License.parse(relay.activations().activate(request(there, entitlement)).licence());
      license.activate(manifest, vendor.signer(), there, NOW).close();
      assertThat(license.vendor()).isEqualTo(vendor.signer());
      Lease.parse(relay.leasing().claim(ask(there, 1), license.id()).token(), null).check(license);
    }
  }
}
