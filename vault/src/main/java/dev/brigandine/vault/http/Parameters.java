package dev.brigandine.vault.http;

import java.util.OptionalLong;

/**
 * The parameters that mean something here; the protocol lets a server pass over all others.
 *
 * @param binarySize -1 if it is not there
 * @param binary null if it is not there
 * @param binaryOutput null if it is not there
 */
record Parameters(long binarySize, Boolean binary, Boolean binaryOutput) {
  static final Parameters NONE = new Parameters(-1, null, null);

  OptionalLong size() {
    return binarySize < 0 ? OptionalLong.empty() : OptionalLong.of(binarySize);
  }

  static Parameters read(JsonText json) {
    long size = -1;
    Boolean binary = null;
    Boolean output = null;
    json.beginObject();
    String member = json.member();
    while (member != null) {
      switch (member) {
        case "binary_data_size" -> {
          once(json, size >= 0);
          size = json.integer(0, Long.MAX_VALUE);
        }
        case "binary_data" -> {
          once(json, binary != null);
          binary = json.bool();
        }
        case "binary_data_output" -> {
          once(json, output != null);
          output = json.bool();
        }
        default -> json.skip();
      }
      member = json.member();
    }
    return new Parameters(size, binary, output);
  }

  private static void once(JsonText json, boolean seen) {
    if (seen) {
      throw json.bad("has a parameter twice");
    }
  }
}
