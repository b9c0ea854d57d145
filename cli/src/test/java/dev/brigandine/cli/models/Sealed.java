package dev.brigandine.cli.models;

import dev.brigandine.bench.BenchInput;
import dev.brigandine.bench.Contender;
import dev.brigandine.bench.Verification;
import dev.brigandine.bench.VerifyReport;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.Protector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The main job for one model, and its answers beside those of plain ONNX Runtime. */
record Sealed(Path model, Path bundle, Path licence, Path device) {
  static Sealed of(Path model, Path folder) throws Exception {
    Path bundle = folder.resolve("model.brig");
    Path licence = folder.resolve("licence.jwt");
    Path device = folder.resolve("device.key");
    VendorKey vendor = VendorKey.generate();
    Protector.protect(model, bundle, vendor, ProtectOptions.of("test/model", 1), done -> {});
    Instant now = Instant.now();
    LicenseTerms terms = LicenseTerms.expiring(now.plus(Duration.ofHours(1))).build();
    try (DeviceKey key = DeviceKey.generate();
        Bundle opened = Bundle.open(bundle)) {
      key.save(device, null);
      Files.writeString(
          licence,
          LicenseIssuer.issue(
              vendor, opened.manifest(), opened.signer(), key.publicKey(), terms, now));
    }
    return new Sealed(model, bundle, licence, device);
  }

  /** Runs both with samples of the seeds 1 to {@code count}. */
  VerifyReport verify(int count) throws Exception {
    SampleInputs samples = SampleInputs.of(OnnxModel.read(model));
    List<List<BenchInput>> inputs = new ArrayList<>();
    for (int seed = 1; seed <= count; seed++) {
      inputs.add(samples.draw(seed).stream().map(Sealed::input).toList());
    }
    return Verification.run(
        Contender.plain(model),
        Contender.sealed(bundle, licence, device, Optional.empty(), null, Clock.systemUTC()),
        1,
        "cpu",
        inputs);
  }

  private static BenchInput input(SampleTensor tensor) {
    List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
    return tensor.type().equals("string")
        ? BenchInput.ofStrings(tensor.name(), shape, tensor.strings())
        : BenchInput.of(tensor.name(), tensor.type(), shape, tensor.data());
  }
}
