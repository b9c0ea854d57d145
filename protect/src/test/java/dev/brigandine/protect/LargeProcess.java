package dev.brigandine.protect;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OnnxTensor;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** The steps of a large model's life, each as a program of its own that prints what came out. */
final class LargeProcess {
  private LargeProcess() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    Path model = folder.resolve("model.onnx");
    Path bundle = folder.resolve("model.brig");
    switch (args[0]) {
      case "protect" -> protect(folder, model, bundle);
      case "plain" -> {
        Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
        System.out.println(digest(Tensors.plain(model, feeds)));
      }
      case "sealed" -> sealed(folder, model, bundle);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void protect(Path folder, Path model, Path bundle) throws IOException {
    VendorKey vendor = VendorKey.generate();
    DeviceKey device = DeviceKey.generate();
    device.save(folder.resolve("device.key"), null);
    ProtectReport report =
        Protector.protect(
            model,
            bundle,
            vendor,
            ProtectOptions.of("acme/big", 1).withArmor(ProtectOptions.Armor.NONE),
            done -> {});
    LicenseTerms terms = LicenseTerms.expiring(Instant.now().plus(Duration.ofDays(2))).build();
    try (Bundle open = Bundle.open(bundle)) {
      String jwt =
          LicenseIssuer.issue(
              vendor, open.manifest(), open.signer(), device.publicKey(), terms, Instant.now());
      Files.writeString(folder.resolve("licence.jwt"), jwt);
    }
    System.out.println(report.weightBytes() + " " + report.parts());
  }

  private static void sealed(Path folder, Path model, Path bundle) throws Exception {
    Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
    OpenOptions options =
        OpenOptions.defaults().session(new SessionOptions().setIntraOpNumThreads(1));
    try (DeviceKey device = DeviceKey.load(folder.resolve("device.key"));
        ProtectedModel open =
            Brigandine.open(bundle, folder.resolve("licence.jwt"), device, options)) {
      System.out.println(digest(Tensors.run(open, feeds)));
    }
  }

  private static String digest(Map<String, byte[]> answers) throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    answers.forEach(
        (name, bytes) -> {
          sha256.update(name.getBytes(UTF_8));
          sha256.update(bytes);
        });
    return HexFormat.of().formatHex(sha256.digest());
  }
}
