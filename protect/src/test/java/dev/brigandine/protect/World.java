package dev.brigandine.protect;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.DevicePublicKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.protect.Protector.Split;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A vendor, a customer's device, and a folder between them. */
final class World {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final Instant END = Instant.parse("2027-01-31T00:00:00Z");
  static final Split NEVER = new Split(Long.MAX_VALUE, Long.MAX_VALUE);

  final Path folder;
  final VendorKey vendor = VendorKey.generate();
  final DeviceKey device = DeviceKey.generate();
  private int licences;

  World(Path folder) {
    this.folder = folder;
  }

  Path protect(Path model) {
    protect(model, NEVER);
    return bundle();
  }

  ProtectReport protect(Path model, Split split) {
    return protect(model, bundle(), split);
  }

  ProtectReport protect(Path model, Path target, Split split) {
    ProtectOptions options =
        ProtectOptions.of("acme/model", 1).withArmor(ProtectOptions.Armor.NONE);
    return Protector.protect(model, target, vendor, options, done -> {}, split);
  }

  Path bundle() {
    return folder.resolve("model.brig");
  }

  Path license(Path bundle) throws IOException {
    return license(bundle, LicenseTerms.expiring(END).build());
  }

  Path license(Path bundle, LicenseTerms terms) throws IOException {
    return license(bundle, terms, device.publicKey());
  }

  Path license(Path bundle, LicenseTerms terms, DevicePublicKey holder) throws IOException {
    try (Bundle open = Bundle.open(bundle)) {
      String jwt = LicenseIssuer.issue(vendor, open.manifest(), open.signer(), holder, terms, NOW);
      return Files.writeString(folder.resolve("licence" + licences++ + ".jwt"), jwt);
    }
  }

  /** One thread, the clock at {@link #NOW}, runs counted beside the bundle. */
  OpenOptions options() {
    return OpenOptions.defaults()
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .stateFolder(folder.resolve("state"))
        .session(new SessionOptions().setIntraOpNumThreads(1));
  }

  ProtectedModel open(Path bundle, Path licence) {
    return Brigandine.open(bundle, licence, device, options());
  }

  /** Protects, licenses and opens. */
  ProtectedModel run(Path model) throws IOException {
    Path bundle = protect(model);
    return open(bundle, license(bundle));
  }
}
