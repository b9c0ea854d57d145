package dev.brigandine.cli;

import dev.brigandine.bench.Contender;
import dev.brigandine.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The original that a sealed model is compared with: {@code verify} and {@code bench}. */
final class AgainstOptions {
  @Option(
      names = "--against",
      required = true,
      paramLabel = "MODEL",
      description = "The ONNX model that the bundle was made from.")
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

  AgainstOptions(Terminal terminal) {
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
