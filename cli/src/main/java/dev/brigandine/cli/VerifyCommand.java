package dev.brigandine.cli;

import dev.brigandine.bench.OutputDifference;
import dev.brigandine.bench.Verification;
import dev.brigandine.bench.VerifyReport;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
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
            + " 30 unless every bit is the same, or within --tolerance.")
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
              + " answers differ from run to run. Default: 0, every bit the same.")
  double tolerance;

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
    TrialInputs inputs = against.inputs(against.read());
    VerifyReport report =
        Verification.run(
            against.contender(),
            sealed.contender(),
            engine.threads(),
            engine.provider(),
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
    terminal
        .out()
        .println(
            report.identical()
                ? "identical in " + count
                : "different in " + report.differing() + " of " + count);
    Columns columns = new Columns("  ");
    for (OutputDifference output : report.outputs()) {
      columns.row(output.name(), output.type(), verdict(output));
    }
    columns.print(terminal.out());
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
    if (report.identical() || (tolerance > 0 && report.worstRelative() <= tolerance)) {
      return;
    }
    throw new BrigandineException(
        ErrorCode.THRESHOLD,
        String.format(
            Locale.ROOT,
            "the answers differ from those of %s, by up to %.3g of the output",
            against.model,
            report.worstRelative()),
        engine.onCpu()
            ? "was the bundle made from this very model?"
            : "some providers differ from run to run; --tolerance says how much is allowed");
  }
}
