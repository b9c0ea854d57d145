package dev.brigandine.cli;

import dev.brigandine.armor.Tolerances;
import dev.brigandine.bench.Bench;
import dev.brigandine.bench.BenchOptions;
import dev.brigandine.bench.BenchReport;
import dev.brigandine.bench.Contender;
import dev.brigandine.bench.Figure;
import dev.brigandine.bench.LatencyCase;
import dev.brigandine.bench.LatencyInputs;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.onnx.OnnxModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The demo's last part: a short {@code bench}, in few lines. */
final class DemoComparison {
  private static final int RUNS = 5;
  private static final Duration LATENCY = Duration.ofSeconds(6);

  private final Terminal terminal;
  private final Path model;
  private final Path bundle;
  private final Path licence;
  private final Path device;

  DemoComparison(Terminal terminal, Path model, Path bundle, Path licence, Path device) {
    this.terminal = terminal;
    this.model = model;
    this.bundle = bundle;
    this.licence = licence;
    this.device = device;
  }

  void print(SignerId trusted) throws Exception {
    print(trusted, RUNS, LATENCY);
  }

  /** With less patience, for tests. */
  void print(SignerId trusted, int runs, Duration latency) throws Exception {
    OnnxModel read = OnnxModel.read(model);
    List<LatencyInputs> inputs = TrialInputs.drawnQuietly(read, 1).latency();
    Contender sealed =
        Contender.sealed(bundle, licence, device, Optional.of(trusted), null, terminal.clock());
    BenchOptions options =
        BenchOptions.builder(Contender.plain(model), sealed, inputs.get(0).inputs())
            .pairs(runs)
            .latencyInputs(inputs)
            .latencyThreads(List.of(1))
            .latencyTime(latency)
            .files(read.files(), List.of(bundle))
            .tolerances(Tolerances.of(read))
            .build();
    BenchReport report;
    try (BenchTalk talk = new BenchTalk(terminal)) {
      report = Bench.run(options, talk);
    }
    if (!report.agrees()) {
      throw new BrigandineException(
          ErrorCode.THRESHOLD, "the armored model's answers differ from plain ONNX Runtime's");
    }
    terminal.out().println();
    row("Beside plain ONNX Runtime", "plain", "armored", "ratio");
    row("  start to first answer", report.start(), "%.0f ms", 1);
    for (LatencyCase one : report.cases()) {
      row(
          "  latency, " + one.label(),
          new Figure(one.ratio(), one.plainMillis(), one.sealedMillis()),
          "%.2f ms",
          1);
    }
    row("  peak memory", report.memory(), "%.0f MB", 1e6);
    row("  size on disk", report.size(), "%.1f MB", 1e6);
    row("  answers", "", "", report.answers());
  }

  private void row(String name, Figure figure, String form, double unit) {
    if (figure.available()) {
      row(
          name,
          String.format(Locale.ROOT, form, figure.plain() / unit),
          String.format(Locale.ROOT, form, figure.sealed() / unit),
          String.format(Locale.ROOT, "%.2f", figure.ratio()));
    }
  }

  private void row(String name, String plain, String sealed, String ratio) {
    terminal.out().printf(Locale.ROOT, "%-28s%12s%12s%18s%n", name, plain, sealed, ratio);
  }
}
