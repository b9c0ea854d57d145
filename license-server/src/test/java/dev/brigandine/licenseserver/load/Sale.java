package dev.brigandine.licenseserver.load;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.service.ActivationRequest;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A customer who bought floating seats, with devices that are activated. */
record Sale(VendorKey server, List<DeviceKey> devices, List<String> licences) {
  private static final String BUNDLE = "A".repeat(22);

  static Sale on(
      String database, VendorKey key, int seats, int clients, long heartbeat, long grace) {
    final Instant now = Instant.now().minusSeconds(60);
    final Instant later = now.plus(30, ChronoUnit.DAYS);
    VendorKey vendor = VendorKey.generate();
    SecureRandom random = new SecureRandom();
    Manifest manifest =
        new Manifest(
            BUNDLE,
            "acme/minilm",
            3,
            Optional.empty(),
            "none",
            "0.1.0",
            now,
            List.of(),
            List.of(),
            vendor.publicKey().wrap(ActivationKey.generate(random), BUNDLE),
            List.of());
    LicenseTerms lent = LicenseTerms.expiring(later).build();
    List<DeviceKey> devices = new ArrayList<>();
    List<String> licences = new ArrayList<>();
    try (LicenseServices services =
        LicenseServices.open(database, key, Clock.systemUTC(), random)) {
      services
          .bundles()
          .register(
              Actor.SYSTEM,
              LicenseIssuer.delegate(
                  vendor, manifest, vendor.signer(), key.publicKey(), true, lent, now));
      String customer = services.customers().create(Actor.SYSTEM, "load", "").id();
      Terms terms =
          Terms.floating(seats, now, later.minusSeconds(1)).lease(heartbeat, grace).build();
      String sold =
          services.entitlements().create(Actor.SYSTEM, customer, List.of(BUNDLE), terms).id();
      for (int i = 0; i < clients; i++) {
        DeviceKey device = DeviceKey.generate();
        devices.add(device);
        licences.add(License.parse(activate(services, device, sold, "client " + i)).id());
      }
    }
    return new Sale(key, devices, licences);
  }

  private static String activate(
      LicenseServices services, DeviceKey device, String entitlement, String name) {
    return services
        .activations()
        .activate(
            new ActivationRequest(
                device.thumbprint(),
                device.publicKey().signer().orElseThrow().thumbprint(),
                entitlement,
                BUNDLE,
                device.publicKey().toJson(),
                name,
                Optional.empty()))
        .licence();
  }
}
