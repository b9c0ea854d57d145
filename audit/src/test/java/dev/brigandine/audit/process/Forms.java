package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Installed;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.testing.Trained;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.ProtectOptions.Armor;
import dev.brigandine.protect.Protector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A trained model in each of its forms, in a folder. */
final class Forms {
  final Path folder;
  final Path onnx;
  private final VendorKey vendor = VendorKey.generate();
  private final DeviceKey device = DeviceKey.generate();

  Forms(Path folder, Trained model) throws IOException {
    this.folder = folder;
    this.onnx = model.write(Files.createDirectory(folder.resolve("original")));
    device.save(folder.resolve("device.key"), null);
  }

  Installed installed(Armor armor) throws IOException {
    Path there = Files.createDirectory(folder.resolve(armor.word()));
    Path bundle = there.resolve("model.brig");
    Protector.protect(
        onnx, bundle, vendor, ProtectOptions.of("acme/model", 1).withArmor(armor), done -> {});
    LicenseTerms terms = LicenseTerms.expiring(Instant.now().plus(Duration.ofDays(9))).build();
    Path licence = there.resolve("licence.jwt");
    try (Bundle open = Bundle.open(bundle)) {
      Files.writeString(
          licence,
          LicenseIssuer.issue(
              vendor, open.manifest(), open.signer(), device.publicKey(), terms, Instant.now()));
    }
    return new Installed(
        bundle,
        licence,
        folder.resolve("device.key"),
        vendor.signer(),
        Optional.of(vendor),
        there.resolve("state"));
  }

  /** The first images, by the model's own name. */
  static List<SampleTensor> images(int count) throws IOException {
    return images("images", count);
  }

  static List<SampleTensor> images(String name, int count) throws IOException {
    FloatBuffer pixels = Trained.images(count);
    ByteBuffer data = ByteBuffer.allocate(4 * pixels.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(pixels);
    return List.of(
        new SampleTensor(name, "float32", new long[] {count, 1, 28, 28}, data, List.of()));
  }
}
