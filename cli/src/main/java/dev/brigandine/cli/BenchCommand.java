package dev.brigandine.cli;

import dev.brigandine.bench.ArmorLevels;
import dev.brigandine.bench.ArmorLevelsReport;
import dev.brigandine.bench.Bench;
import dev.brigandine.bench.BenchOptions;
import dev.brigandine.bench.BenchReport;
import dev.brigandine.bench.LatencyInputs;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.License;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.protect.ProtectOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine bench}. */
@Command(
    name = "bench",
    description =
        "Compare a protected model with plain ONNX Runtime: time from process start to first answer"
            + " and peak memory in cold processes, latency, size, answers. Both sides take turns."
            + " Exit 30 if answers differ on the cpu. With --armor, do so for a plain model at"
            + " several levels of armor.")
final class BenchCommand implements Callable<Integer> {
  private static final int MAX_RUNS = 1000;
  private static final int MAX_SECONDS = 3600;

  @Mixin BenchedModelOptions sealed;
  @Mixin BenchedAgainstOptions against;

  @Option(
      names = "--armor",
      split = ",",
      paramLabel = "LEVEL",
      description =
          "Protect a plain model at these levels, none, rewrite, full, with keys that are thrown"
              + " away, and put them side by side.")
  List<ProtectOptions.Armor> levels = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "11",
      description = "Cold starts of each side. Default: 11.")
  int runs;

  @Option(
      names = "--latency-seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "Time for all latency cases together. Default: 20.")
  int seconds;

  @Option(
      names = "--no-latency",
      description = "Cold starts only; then the two sides are never in memory at once.")
  boolean noLatency;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Mixin EngineOptions engine;

  private final Terminal terminal;

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    range("--runs", runs, MAX_RUNS);
    range("--latency-seconds", seconds, MAX_SECONDS);
    if (!levels.isEmpty()) {
      return compareLevels();
    }
    sealed.requireAll(against.model);
    OnnxModel model = against.read();
    if (sealed.licence != null && License.load(sealed.licence).runs().isPresent()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "this licence counts its runs, and a comparison would use them up",
          "issue one without --runs for the comparison");
    }
    List<LatencyInputs> inputs = against.inputs(model).latency();
    BenchOptions.Builder options =
        BenchOptions.builder(against.contender(), sealed.contender(), inputs.get(0).inputs())
            .files(model.files(), List.of(sealed.bundle))
            .tolerances(sealed.tolerances(model));
    BenchReport report;
    try (BenchTalk talk = new BenchTalk(terminal)) {
      report = Bench.run(settings(options, inputs).build(), talk);
    }
    if (json) {
      Json.print(terminal.out(), report.toJson());
    } else {
      terminal.out().print(report.toText());
    }
    judge(report.agrees());
    return 0;
  }

  private int compareLevels() throws Exception {
    sealed.refuseAll(against.model);
    List<ProtectOptions.Armor> distinct = levels.stream().distinct().toList();
    against.model = sealed.bundle;
    OnnxModel model = against.read();
    List<LatencyInputs> inputs = against.inputs(model).latency();
    ArmorLevelsReport report;
    try (BenchTalk talk = new BenchTalk(terminal)) {
      ArmorLevels comparison =
          new ArmorLevels(
              against.model,
              ProtectOptions.of("bench", 1),
              inputs.get(0).inputs(),
              options -> settings(options, inputs),
              talk);
      report = comparison.run(distinct);
    }
    if (json) {
      Json.print(terminal.out(), report.toJson());
    } else {
      terminal.out().print(report.toText());
    }
    judge(report.agrees());
    return 0;
  }

  private BenchOptions.Builder settings(BenchOptions.Builder options, List<LatencyInputs> inputs) {
    options
        .pairs(runs)
        .latencyInputs(inputs)
        .latencyTime(Duration.ofSeconds(seconds))
        .startThreads(engine.threads())
        .provider(engine.provider());
    if (noLatency) {
      options.latencyThreads(List.of());
    } else if (engine.threads() > 0) {
      options.latencyThreads(List.of(engine.threads()));
    }
    return options;
  }

  private void judge(boolean agrees) {
    if (!agrees && engine.onCpu()) {
      throw new BrigandineException(
          ErrorCode.THRESHOLD,
          "the answers differ from those of " + against.model,
          "brigandine verify tells where; was the bundle made from this very model?");
    }
  }

  private static void range(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new BrigandineException(
          ErrorCode.USAGE, option + " must be from 1 to " + most + ", not " + value);
    }
  }
}
