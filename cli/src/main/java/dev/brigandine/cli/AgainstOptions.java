package dev.brigandine.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The original that a protected model is compared with: {@code verify}. */
final class AgainstOptions extends TrialOptions {
  AgainstOptions(Terminal terminal) {
    super(terminal);
  }

  @Option(
      names = "--against",
      required = true,
      paramLabel = "MODEL",
      description = "The ONNX model that the bundle was made from.")
  void model(Path file) {
    model = file;
  }
}
