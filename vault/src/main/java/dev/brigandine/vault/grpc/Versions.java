package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.OptionalLong;

/** Versions are text on the wire and numbers here. */
final class Versions {
  private Versions() {}

  /**
   * @param version empty for the newest
   * @throws BrigandineException ({@link ErrorCode#MODEL_UNKNOWN}) if it is no number, which no
   *     version is
   */
  static OptionalLong parse(String model, String version) {
    if (version.isEmpty()) {
      return OptionalLong.empty();
    }
    if (version.matches("[0-9]{1,18}")) {
      return OptionalLong.of(Long.parseLong(version));
    }
    throw new BrigandineException(
        ErrorCode.MODEL_UNKNOWN,
        "model '" + model + "' has no version '" + version + "'",
        "versions are numbers");
  }
}
