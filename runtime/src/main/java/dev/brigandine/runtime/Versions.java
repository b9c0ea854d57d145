package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/** This runtime's version, and whether it is new enough for a bundle. */
final class Versions {
  /** Major, minor, patch; a test holds it against the project's version. */
  static final String CURRENT = "0.1.0";

  private Versions() {}

  static void requireAtLeast(String minimum) {
    if (compare(CURRENT, minimum) < 0) {
      throw new BrigandineException(
          ErrorCode.RUNTIME_TOO_OLD,
          "the bundle needs Brigandine " + minimum + " or newer, this is " + CURRENT,
          "update the brigandine-runtime dependency");
    }
  }

  /** Both are three numbers joined by dots, as the manifest's parser has made sure. */
  static int compare(String left, String right) {
    int l = 0;
    int r = 0;
    for (int i = 0; i < 3; i++) {
      int leftEnd = end(left, l);
      int rightEnd = end(right, r);
      int order =
          Integer.compare(
              Integer.parseInt(left, l, leftEnd, 10), Integer.parseInt(right, r, rightEnd, 10));
      if (order != 0) {
        return order;
      }
      l = leftEnd + 1;
      r = rightEnd + 1;
    }
    return 0;
  }

  private static int end(String version, int from) {
    int dot = version.indexOf('.', from);
    return dot < 0 ? version.length() : dot;
  }
}
