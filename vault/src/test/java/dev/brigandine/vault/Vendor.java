package dev.brigandine.vault;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.VendorKey;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.Protector;
import dev.brigandine.vault.config.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A vendor and a customer's device, whose files lie in a folder. */
public final class Vendor {
  public static final Instant END = Instant.now().plus(Duration.ofDays(30));

  private final Path folder;
  private final VendorKey key = VendorKey.generate();
  private final DeviceKey device = DeviceKey.generate();
  private int files;

  public Vendor(Path folder) throws IOException {
    this.folder = folder;
    device.save(deviceFile(), null);
  }

  public Path deviceFile() {
    return folder.resolve("device.key");
  }

  /** Seals {@code model} as {@code armor} says. */
  public Path protect(Path model, long version, ProtectOptions.Armor armor) throws IOException {
    Path bundle = folder.resolve("bundle" + files++ + ".brig");
    Protector.protect(
        model, bundle, key, ProtectOptions.of("acme/model", version).withArmor(armor), done -> {});
    return bundle;
  }

  public Path license(Path bundle, LicenseTerms terms) throws IOException {
    try (Bundle open = Bundle.open(bundle)) {
      String jwt =
          LicenseIssuer.issue(
              key, open.manifest(), open.signer(), device.publicKey(), terms, Instant.now());
      return Files.writeString(folder.resolve("licence" + files++ + ".jwt"), jwt);
    }
  }

  public Path license(Path bundle) throws IOException {
    return license(bundle, LicenseTerms.expiring(END).build());
  }

  /** A list that takes that licence back. */
  public Path revoke(Path licence) throws IOException {
    Instant now = Instant.now();
    String id = License.parse(Files.readString(licence)).id();
    String jwt =
        new Revocations(key.signer(), ++files, now, now.plus(Duration.ofDays(1)), Set.of(id))
            .sign(key.signing());
    return Files.writeString(folder.resolve("revoked" + files + ".jwt"), jwt);
  }

  /** One thread, two runs at a time, eight waiting, ten seconds, no batching. */
  public ModelConfig config(String name, Path bundle, Path licence) {
    return new ModelConfig(
        name,
        bundle,
        new ModelConfig.Licensing.File(licence),
        deviceFile(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.of(1),
        2,
        8,
        Duration.ofSeconds(10),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** y = x + bias under that name, sealed only. */
  public ModelConfig add(String name, float bias, long version) throws IOException {
    Path model = TinyModels.add(folder.resolve("add" + files++ + ".onnx"), bias);
    Path bundle = protect(model, version, ProtectOptions.Armor.NONE);
    return config(name, bundle, license(bundle));
  }
}
