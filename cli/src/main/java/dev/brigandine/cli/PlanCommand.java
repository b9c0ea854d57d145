package dev.brigandine.cli;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmorReport;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.Measurement;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.TrialKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brigandine plan}. */
@Command(
    name = "plan",
    description =
        "Tell what protect would do to a model, and what it would cost, without doing it: channel"
            + " classes, locks, weights that stay as they are. Needs no key.")
final class PlanCommand implements Callable<Integer> {
  private static final int MAX_SECONDS = 600;

  @Parameters(paramLabel = "MODEL", description = "The ONNX model.")
  Path model;

  @Mixin RewriteOptions rewrite;

  @Option(
      names = "--measure-seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long to run original and rewritten model in turn. Default: 5.")
  int seconds;

  @Option(
      names = "--no-measure",
      description = "Estimate only: the model is not rewritten, and nothing is proved.")
  boolean noMeasure;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  private final Terminal terminal;

  PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    check();
    OnnxModel read = OnnxModel.read(model);
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    ArmorLevel level =
        rewrite.armor == ProtectOptions.Armor.FULL ? ArmorLevel.FULL : ArmorLevel.REWRITE;
    ArmorOptions options = new ArmorOptions(level, rewrite.budget(), seed, rewrite.samples(read));
    if (noMeasure) {
      print(Armor.plan(read, options), OptionalDouble.empty());
    } else {
      measure(read, options);
    }
    return 0;
  }

  private void check() {
    if (rewrite.armor == ProtectOptions.Armor.NONE) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "--armor none rewrites nothing, so there is no plan",
          "ask for --armor full or --armor rewrite");
    }
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "--measure-seconds must be from 1 to " + MAX_SECONDS + ", not " + seconds,
          "--no-measure leaves it to the estimate");
    }
    rewrite.check();
  }

  private void measure(OnnxModel read, ArmorOptions options) throws IOException {
    try (TrialKeys keys = TrialKeys.draw()) {
      ArmoredModel armored = Armor.rewrite(read, options, keys);
      double cost =
          Measurement.cost(read, armored, keys, options.samples(), Duration.ofSeconds(seconds));
      print(armored.report(), OptionalDouble.of(cost));
    }
  }

  private void print(ArmorReport report, OptionalDouble measured) {
    if (json) {
      Json.print(terminal.out(), PlanJson.of(report, measured));
    } else {
      new PlanText(terminal.out()).print(report, measured);
    }
  }
}
