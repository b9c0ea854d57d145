package dev.brigandine.runtime;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.clock.Memory;
import dev.brigandine.license.clock.Ticker;
import dev.brigandine.license.clock.Watch;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A licence and its activation key, without any bundle's file. */
record Licensed(String jwt, License license, ActivationKey activation) {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final Instant END = Instant.parse("2027-01-31T00:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  static Licensed forRuns(long runs) {
    return of(LicenseTerms.expiring(END).runs(runs).build());
  }

  static Licensed of(LicenseTerms terms) {
    VendorKey vendor = VendorKey.generate();
    String id = "AAAAAAAAAAAAAAAAAAAAAA";
    ActivationKey activation = ActivationKey.generate(new SecureRandom());
    Manifest manifest =
        new Manifest(
            id,
            "acme/model",
            1,
            Optional.empty(),
            "none",
            "0.1.0",
            NOW,
            List.of(),
            List.of(),
            vendor.publicKey().wrap(activation, id),
            List.of());
    String jwt =
        LicenseIssuer.issue(
            vendor, manifest, vendor.signer(), DeviceKey.generate().publicKey(), terms, NOW);
    return new Licensed(jwt, License.parse(jwt), activation);
  }

  RunMeter meter(Path state) {
    return meter(state, CLOCK, Ticker.SYSTEM);
  }

  RunMeter meter(Path state, Clock clock, Ticker ticker) {
    return meter(license, activation, state, clock, ticker);
  }

  /** With a memory of its own. */
  static RunMeter meter(
      License license, ActivationKey activation, Path state, Clock clock, Ticker ticker) {
    Path remembered = state.resolve("watch" + UUID.randomUUID());
    Memory memory = Memory.of(remembered, DeviceKey.generate());
    Watch watch = Watch.open(license, memory, clock, ticker, null, List.of());
    return RunMeter.of(license, activation, watch, null, ticker, state);
  }
}
