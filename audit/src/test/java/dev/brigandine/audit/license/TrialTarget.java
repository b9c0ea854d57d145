package dev.brigandine.audit.license;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
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
import dev.brigandine.protect.SmallParts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A vendor's model, protected and licensed to a device, in a folder. */
final class TrialTarget implements Target {
  final VendorKey vendor = VendorKey.generate();
  private final Protection form;
  private final Path model;
  private final Path folder;
  private final boolean withVendor;
  private final long part;
  final Installed installed;

  private TrialTarget(
      Protection form, Path model, Path folder, boolean withVendor, LicenseTerms terms, long part)
      throws Exception {
    this.part = part;
    this.form = form;
    this.model = model;
    this.folder = Files.createDirectories(folder);
    this.withVendor = withVendor;
    this.installed = form == Protection.PLAIN ? null : install(terms);
  }

  static TrialTarget plain(Path model, Path folder) throws Exception {
    return new TrialTarget(Protection.PLAIN, model, folder, false, null, 0);
  }

  static TrialTarget of(Protection form, Path model, Path folder) throws Exception {
    return new TrialTarget(form, model, folder, true, terms(), 0);
  }

  /** The owner's own bundle, whose vendor key the audit has not. */
  static TrialTarget withoutVendor(Path model, Path folder) throws Exception {
    return new TrialTarget(Protection.SEALED, model, folder, false, terms(), 0);
  }

  static TrialTarget withoutVendor(Path model, Path folder, LicenseTerms terms) throws Exception {
    return new TrialTarget(Protection.SEALED, model, folder, false, terms, 0);
  }

  /** Sealed, in parts of so many bytes. */
  static TrialTarget inParts(Path model, Path folder, long bytes) throws Exception {
    return new TrialTarget(Protection.SEALED, model, folder, true, terms(), bytes);
  }

  private static LicenseTerms terms() {
    return LicenseTerms.expiring(Instant.now().plus(Duration.ofDays(90))).build();
  }

  private Installed install(LicenseTerms terms) throws Exception {
    Path bundle = folder.resolve("model.brig");
    ProtectOptions.Armor armor =
        switch (form) {
          case SEALED -> ProtectOptions.Armor.NONE;
          case REWRITTEN -> ProtectOptions.Armor.REWRITE;
          default -> ProtectOptions.Armor.FULL;
        };
    ProtectOptions options =
        ProtectOptions.of("acme/model", 3).forCustomer("north").withArmor(armor);
    if (part == 0) {
      Protector.protect(model, bundle, vendor, options, done -> {});
    } else {
      SmallParts.protect(model, bundle, vendor, options, part);
    }
    Path key = folder.resolve("device.key");
    Path licence = folder.resolve("licence.jwt");
    try (DeviceKey device = DeviceKey.generate();
        Bundle open = Bundle.open(bundle)) {
      device.save(key, null);
      Files.writeString(
          licence,
          LicenseIssuer.issue(
              vendor, open.manifest(), open.signer(), device.publicKey(), terms, Instant.now()));
    }
    return new Installed(
        bundle,
        licence,
        key,
        vendor.signer(),
        withVendor ? Optional.of(vendor) : Optional.empty(),
        folder.resolve("state"));
  }

  @Override
  public Protection protection() {
    return form;
  }

  @Override
  public OnnxModel original() {
    try {
      return OnnxModel.read(model);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Path originalFile() {
    return model;
  }

  @Override
  public Optional<Path> base() {
    return Optional.empty();
  }

  @Override
  public AuditData data() {
    try {
      SampleInputs inputs = SampleInputs.of(original());
      List<SampleTensor> drawn = inputs.draw(1);
      Samples samples = Samples.single(1, i -> drawn, null);
      return new AuditData(samples, samples, "drawn");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Yardstick yardstick() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public Optional<Installed> installed() {
    return Optional.ofNullable(installed);
  }

  @Override
  public Captured captured() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Captured capturedOfCustomer(int number) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answering application() {
    return new Answering() {
      @Override
      public Map<String, Tensor> answer(List<SampleTensor> inputs) throws Exception {
        try (LoadedModel loaded = LoadedModel.open(original())) {
          return loaded.run(inputs);
        }
      }
    };
  }

  /** A run whose scratch folder is made. */
  static AttackRun run(Path scratch, long seed) throws Exception {
    Files.createDirectories(scratch);
    return new AttackRun() {
      @Override
      public long seed() {
        return seed;
      }

      @Override
      public Duration left() {
        return Duration.ofMinutes(10);
      }

      @Override
      public void progress(double share, String what) {
        if (!(share >= 0 && share <= 1)) {
          throw new AssertionError("progress of " + share + " at " + what);
        }
      }

      @Override
      public Path scratch() {
        return scratch;
      }
    };
  }
}
