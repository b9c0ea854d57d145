package dev.brigandine.cli;

import dev.brigandine.bench.Contender;
import dev.brigandine.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * The original, and what both sides are tried with: {@code verify} and {@code bench}. Whether the
 * original must be named, its subclasses say.
 */
abstract class TrialOptions {
  Path model;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Inputs of your own, .json or .npz, in place of samples.")
  Path input;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the sample inputs. Default: 1.")
  long seed;

  private final Terminal terminal;

  TrialOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  OnnxModel read() throws IOException {
    return OnnxModel.read(model);
  }

  TrialInputs inputs(OnnxModel read) throws IOException {
    return input == null
        ? TrialInputs.drawn(terminal, read, seed)
        : TrialInputs.ofFile(terminal, input, read);
  }

  Contender contender() {
    return Contender.plain(model);
  }
}
