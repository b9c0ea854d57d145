package dev.brigandine.bench;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.Protector;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.model.ModelShelf;
import dev.brigandine.vault.model.ShelfOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A model, sealed and licensed for the occasion, on a vault's shelf as {@code model}. */
final class SealedShelf {
  private SealedShelf() {}

  /**
   * Opens it in this process, which is not hardened.
   *
   * @param folder for the bundle, its licence and keys
   * @param state an empty folder
   * @param concurrency runs at a time, each on one thread
   */
  static ModelShelf open(
      Path model, Path folder, Path state, int concurrency, Optional<ModelConfig.Batching> batching)
      throws IOException {
    VendorKey vendor = VendorKey.generate();
    DeviceKey device = DeviceKey.generate();
    Path deviceFile = folder.resolve("device.key");
    Path bundle = folder.resolve("model.brig");
    Path licence = folder.resolve("licence.jwt");
    device.save(deviceFile, null);
    Protector.protect(
        model,
        bundle,
        vendor,
        ProtectOptions.of("bench/model", 1).withArmor(ProtectOptions.Armor.NONE),
        done -> {});
    try (Bundle open = Bundle.open(bundle)) {
      Instant now = Instant.now();
      Files.writeString(
          licence,
          LicenseIssuer.issue(
              vendor,
              open.manifest(),
              open.signer(),
              device.publicKey(),
              LicenseTerms.expiring(now.plus(Duration.ofDays(1))).build(),
              now));
    }
    ModelConfig config =
        new ModelConfig(
            "model",
            bundle,
            new ModelConfig.Licensing.File(licence),
            deviceFile,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.of(1),
            concurrency,
            256,
            Duration.ofMinutes(1),
            Optional.empty(),
            batching,
            Optional.empty());
    return ModelShelf.open(List.of(config), new NotHardened(), ShelfOptions.of(state));
  }

  private static final class NotHardened implements Hardening {
    @Override
    public List<Measure> measures() {
      return List.of();
    }

    @Override
    public void require(License license) {}
  }
}
