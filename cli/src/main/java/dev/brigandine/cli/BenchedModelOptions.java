package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code bench} measures: a bundle and what opens it, or a plain model. */
final class BenchedModelOptions extends BundleOptions {
  BenchedModelOptions(Terminal terminal) {
    super(terminal);
  }

  @Parameters(
      paramLabel = "BUNDLE",
      description = "The protected model; with --armor, the ONNX model itself.")
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
      paramLabel = "FILE",
      description = "The device's key, as device init made it.")
  void device(Path file) {
    device = file;
  }

  /** For a bundle; {@code against} may be null. */
  void requireAll(Path against) {
    if (!server.isGiven()) {
      require("--license", licence);
    }
    require("--device", device);
    require("--against", against);
  }

  /** For a plain model, which has no use for them. */
  void refuseAll(Path against) {
    refuse("--license", licence);
    refuse("--device", device);
    refuse("--against", against);
    refuse("--license-server", server.server);
    refuse("--trust", trust);
    refuse("--passphrase-file", passphraseFile);
  }

  private static void require(String option, Path value) {
    if (value == null) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "missing required option " + option,
          "a bundle takes --license, --device and --against; a plain model takes --armor");
    }
  }

  private static void refuse(String option, Object value) {
    if (value != null) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          option + " goes with a bundle, and --armor with a plain model",
          "give one of the two");
    }
  }
}
