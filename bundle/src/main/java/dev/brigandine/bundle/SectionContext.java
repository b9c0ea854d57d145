package dev.brigandine.bundle;

import java.nio.charset.StandardCharsets;

/** What an encrypted section is bound to: its bundle and its name. */
final class SectionContext {
  private SectionContext() {}

  static byte[] of(String bundleId, String section) {
    return ("dev.brigandine/1 section\0" + bundleId + "\0" + section)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
