package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A vendor, a device, a bundle's manifest, and the activation key in it. */
final class Fixture {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final Instant EXPIRES = Instant.parse("2027-01-31T00:00:00Z");
  static final String BUNDLE = "AAAAAAAAAAAAAAAAAAAAAA";

  final VendorKey vendor = VendorKey.generate();
  final DeviceKey device = DeviceKey.generate();
  final ActivationKey activation = ActivationKey.generate(new SecureRandom());
  final SignerId signer = vendor.signer();
  final Manifest manifest = manifest(BUNDLE, Optional.of("north"));

  Manifest manifest(String bundleId, Optional<String> customer) {
    return manifest(
        bundleId, "acme/minilm", 3, customer, vendor.publicKey().wrap(activation, bundleId));
  }

  static Manifest manifest(
      String bundleId, String model, long version, Optional<String> customer, String activation) {
    return new Manifest(
        bundleId,
        model,
        version,
        customer,
        "none",
        "0.1.0",
        NOW,
        List.of(),
        List.of(),
        activation,
        List.of());
  }

  String issue(LicenseTerms terms) {
    return LicenseIssuer.issue(vendor, manifest, signer, device.publicKey(), terms, NOW);
  }

  String issue() {
    return issue(LicenseTerms.expiring(EXPIRES).build());
  }
}
