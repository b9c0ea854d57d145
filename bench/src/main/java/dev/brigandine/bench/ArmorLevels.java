package dev.brigandine.bench;

import dev.brigandine.armor.Tolerances;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.ProtectReport;
import dev.brigandine.protect.Protector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What each level of armor costs a plain model: protects it with keys that are thrown away, in a
 * folder that is, too, and compares every bundle with plain ONNX Runtime as {@link Bench} does. The
 * cold starts of the armored ones are taken beside those of the sealed one as well.
 */
public final class ArmorLevels {
  private final Path model;
  private final ProtectOptions protect;
  private final UnaryOperator<BenchOptions.Builder> settings;
  private final List<BenchInput> startInputs;
  private final BenchProgress progress;

  /**
   * @param protect how to protect, but for the level
   * @param startInputs of the first answer
   * @param settings what else the comparisons are to be told
   */
  public ArmorLevels(
      Path model,
      ProtectOptions protect,
      List<BenchInput> startInputs,
      UnaryOperator<BenchOptions.Builder> settings,
      BenchProgress progress) {
    this.model = model;
    this.protect = protect;
    this.settings = settings;
    this.startInputs = List.copyOf(startInputs);
    this.progress = progress;
  }

  /** A protected model and what opens it. */
  private record Protected(
      ProtectOptions.Armor level,
      ProtectReport report,
      double seconds,
      Path bundle,
      Contender by) {}

  /**
   * Protects at every level, then compares.
   *
   * @throws dev.brigandine.bundle.BrigandineException as {@link Bench#run} and {@link
   *     Protector#protect}
   */
  public ArmorLevelsReport run(List<ProtectOptions.Armor> levels)
      throws IOException, InterruptedException {
    try (PrivateFolder folder = PrivateFolder.create(null);
        DeviceKey device = DeviceKey.generate()) {
      VendorKey vendor = VendorKey.generate();
      Path deviceFile = folder.path().resolve("device.key");
      device.save(deviceFile, null);
      List<Protected> all = new ArrayList<>();
      for (ProtectOptions.Armor level : levels) {
        progress.step("protect", all.size(), levels.size());
        all.add(protect(folder.path(), level, vendor, device, deviceFile));
      }
      progress.step("protect", levels.size(), levels.size());
      return compare(all);
    }
  }

  private Protected protect(
      Path folder, ProtectOptions.Armor level, VendorKey vendor, DeviceKey device, Path deviceFile)
      throws IOException {
    Path bundle = folder.resolve(level.word() + ".brig");
    Path licence = folder.resolve(level.word() + ".jwt");
    long start = System.nanoTime();
    ProtectReport report =
        Protector.protect(model, bundle, vendor, protect.withArmor(level), done -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    // Cold processes look at the system's clock.
    Clock clock = Clock.systemUTC();
    LicenseTerms terms = LicenseTerms.expiring(clock.instant().plus(Duration.ofDays(1))).build();
    SignerId signer;
    try (Bundle opened = Bundle.open(bundle)) {
      signer = opened.signer();
      Files.writeString(
          licence,
          LicenseIssuer.issue(
              vendor, opened.manifest(), signer, device.publicKey(), terms, clock.instant()));
    }
    Contender by = Contender.sealed(bundle, licence, deviceFile, Optional.of(signer), null, clock);
    return new Protected(level, report, seconds, bundle, by);
  }

  private ArmorLevelsReport compare(List<Protected> all) throws IOException, InterruptedException {
    OnnxModel read = OnnxModel.read(model);
    Tolerances tolerances = Tolerances.of(read);
    Optional<Protected> sealed =
        all.stream().filter(one -> one.level() == ProtectOptions.Armor.NONE).findFirst();
    List<ArmorLevelsReport.Level> levels = new ArrayList<>();
    for (Protected one : all) {
      boolean isSealed = one.level() == ProtectOptions.Armor.NONE;
      BenchReport report =
          run(
              one.level().word(),
              Contender.plain(model),
              one,
              read.files(),
              isSealed ? null : tolerances);
      Figure overSealed = Figure.UNAVAILABLE;
      if (sealed.isPresent() && !isSealed) {
        overSealed = starts(sealed.get(), one);
      }
      levels.add(
          new ArmorLevelsReport.Level(
              one.level().word(), one.report().armor(), one.seconds(), report, overSealed));
    }
    return new ArmorLevelsReport(levels);
  }

  private BenchReport run(
      String name, Contender plain, Protected one, List<Path> files, Tolerances tolerances)
      throws InterruptedException {
    BenchOptions options =
        settings
            .apply(BenchOptions.builder(plain, one.by(), startInputs))
            .files(files, List.of(one.bundle()))
            .tolerances(tolerances)
            .build();
    return Bench.run(
        options, (phase, done, total) -> progress.step(name + ", " + phase, done, total));
  }

  private Figure starts(Protected sealed, Protected armored) throws InterruptedException {
    BenchOptions options =
        settings.apply(BenchOptions.builder(sealed.by(), armored.by(), startInputs)).build();
    String name = armored.level().word() + " beside sealed, ";
    return Bench.start(
        new StartComparison(
                options, (phase, done, total) -> progress.step(name + phase, done, total))
            .run());
  }
}
