package dev.brigandine.cli;

import dev.brigandine.bench.Contender;
import dev.brigandine.bench.OutputDifference;
import dev.brigandine.bench.Verification;
import dev.brigandine.bench.VerifyReport;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.runtime.KeyTensorsMode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine verify}. */
@Command(
    name = "verify",
    description =
        "Compare a protected model's answers with those of plain ONNX Runtime on the original. Exit"
            + " 30 unless they agree: a sealed model's to the bit, an armored one's within 1e-5 of"
            + " the output's scale for float32, integers to the bit.")
final class VerifyCommand implements Callable<Integer> {
  private static final int MAX_SAMPLES = 1_000_000;

  @Mixin SealedModelOptions sealed;
  @Mixin AgainstOptions against;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "32",
      description = "How many sample inputs. Default: 32.")
  int samples;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      defaultValue = "0",
      description =
          "Worst error to accept, relative to the output's largest value; for providers whose"
              + " answers differ from run to run. Default: 0, no more than is said above.")
  double tolerance;

  @Option(
      names = "--keys",
      paramLabel = "KEYS",
      defaultValue = "own",
      description =
          "Key tensors for an armored model's locks: its own, none, or wrong ones; to see what a"
              + " copy without keys answers. Default: own.")
  KeyTensorsMode keys;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Mixin EngineOptions engine;

  private final Terminal terminal;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (samples < 1 || samples > MAX_SAMPLES) {
      throw new BrigandineException(
          ErrorCode.USAGE, "--samples must be from 1 to " + MAX_SAMPLES + ", not " + samples);
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new BrigandineException(
          ErrorCode.USAGE, "--tolerance must be from 0 to just below 1, not " + tolerance);
    }
    OnnxModel original = against.read();
    Contender contender = sealed.contender(keys);
    TrialInputs inputs = against.inputs(original);
    VerifyReport report =
        Verification.run(
            against.contender(),
            contender,
            engine.threads(),
            engine.provider(),
            sealed.tolerances(original),
            inputs.samples(samples));
    if (json) {
      Json.print(terminal.out(), report.toJson());
    } else {
      print(report);
    }
    judge(report);
    return 0;
  }

  private void print(VerifyReport report) {
    String count = report.samples() + (report.samples() == 1 ? " sample" : " samples");
    terminal.out().println(summary(report, count));
    Columns columns = new Columns("  ");
    for (OutputDifference output : report.outputs()) {
      columns.row(output.name(), output.type(), verdict(output));
    }
    columns.print(terminal.out());
  }

  private static String summary(VerifyReport report, String count) {
    if (report.identical()) {
      return "identical in " + count;
    }
    return report.agrees()
        ? "the same within tolerance in " + count
        : "different in " + report.differing() + " of " + count;
  }

  private static String verdict(OutputDifference output) {
    if (output.identical()) {
      return "every bit the same";
    }
    return Double.isFinite(output.absolute())
        ? String.format(
            Locale.ROOT, "worst error %.3g, relative %.3g", output.absolute(), output.relative())
        : "not comparable: type, shape, text, or a number beside NaN";
  }

  private void judge(VerifyReport report) {
    double worst = report.worstRelative();
    if (report.agrees() || (tolerance > 0 && worst <= tolerance)) {
      if (keys != KeyTensorsMode.OWN) {
        terminal.say("the answers are right all the same: no lock stands in their way");
      }
      return;
    }
    throw new BrigandineException(
        ErrorCode.THRESHOLD,
        (keys == KeyTensorsMode.OWN ? "" : words(keys) + ", ")
            + "the answers differ from those of "
            + against.model
            + (Double.isFinite(worst)
                ? String.format(Locale.ROOT, ", by up to %.3g of the output", worst)
                : ", beyond what can be compared"),
        hint());
  }

  private static String words(KeyTensorsMode keys) {
    return keys == KeyTensorsMode.NONE ? "without its key tensors" : "with wrong key tensors";
  }

  private String hint() {
    if (keys != KeyTensorsMode.OWN) {
      return "which is what the locks are for; --keys own runs it as it is meant to be";
    }
    return engine.onCpu()
        ? "was the bundle made from this very model?"
        : "some providers differ from run to run; --tolerance says how much is allowed";
  }
}
