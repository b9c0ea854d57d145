package dev.brigandine.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The original that a bundle is compared with, if it is one: {@code bench}. */
final class BenchedAgainstOptions extends TrialOptions {
  BenchedAgainstOptions(Terminal terminal) {
    super(terminal);
  }

  @Option(
      names = "--against",
      paramLabel = "MODEL",
      description = "The ONNX model that the bundle was made from.")
  void model(Path file) {
    model = file;
  }
}
