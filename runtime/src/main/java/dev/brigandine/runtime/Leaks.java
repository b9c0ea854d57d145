package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Locale;
import java.util.Map;

/**
 * Options of ONNX Runtime and its execution providers that write the model, or names from inside
 * it, to a place that a thief could read. Decided by what a key's words mean, not by a list of
 * keys, so that a cache which a later provider invents is refused as well.
 */
final class Leaks {
  /** A session option whose key has one of these writes, dumps or reads a file. */
  private static final String[] CONFIG_WORDS = {
    "context", "optimized_model", "save", "dump", "debug", "file", "path", "profil", "folder"
  };

  /** The same for provider options, where caches also come as directories. */
  private static final String[] PROVIDER_WORDS = {
    "cache", "dump", "context", "profil", "file", "path", "dir", "save", "debug"
  };

  private Leaks() {}

  static void refuseConfigEntry(String key) {
    refuse(key, CONFIG_WORDS, "config entry");
    if (key.toLowerCase(Locale.ROOT).startsWith("ep.")) {
      // ONNX Runtime's own way to hand an option to a provider: "ep.<provider>.<option>".
      refuse(key, PROVIDER_WORDS, "config entry");
    }
  }

  static Map<String, String> refuseProviderOptions(Map<String, String> options) {
    for (String key : options.keySet()) {
      refuse(key, PROVIDER_WORDS, "provider option");
    }
    return Map.copyOf(options);
  }

  /** {@code key=value;key=value}, as ONNX Runtime's option objects print themselves. */
  static void refuseProviderOptions(String printed) {
    for (String entry : printed.split(";")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        refuse(entry.substring(0, equals), PROVIDER_WORDS, "provider option");
      }
    }
  }

  /**
   * CoreML compiles from a file: ONNX Runtime's provider writes the graph with its weights below
   * the temporary folder, whatever its options.
   */
  static BrigandineException coreMl() {
    return refused("the coreml provider", "it writes the decrypted model to a temporary file");
  }

  static BrigandineException refused(String what, String why) {
    return new BrigandineException(
        ErrorCode.OPTION_LEAKS,
        what + " is not available for a protected model: " + why,
        "use the original model with plain ONNX Runtime for this");
  }

  private static void refuse(String key, String[] words, String kind) {
    String lower = key.toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (lower.contains(word)) {
        throw refused(kind + " '" + key + "'", "it could write the decrypted model to a file");
      }
    }
  }
}
