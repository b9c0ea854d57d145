package dev.brigandine.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A bundle and what opens it, all of it needed: {@code run} and {@code verify}. */
final class SealedModelOptions extends BundleOptions {
  SealedModelOptions(Terminal terminal) {
    super(terminal);
  }

  @Parameters(paramLabel = "BUNDLE", description = "The protected model.")
  void bundle(Path file) {
    bundle = file;
  }

  @Option(
      names = "--license",
      paramLabel = "FILE",
      description = "The licence for this bundle and this device.")
  void licence(Path file) {
    licence = file;
  }

  @Option(
      names = "--device",
      required = true,
      paramLabel = "FILE",
      description = "The device's key, as device init made it.")
  void device(Path file) {
    device = file;
  }
}
