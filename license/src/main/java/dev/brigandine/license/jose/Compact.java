package dev.brigandine.license.jose;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/** Splits the compact serialization of JWS and JWE (RFC 7515 section 7.1, RFC 7516 section 7.1). */
public final class Compact {
  private Compact() {}

  /** Exactly {@code count} parts; {@code what} names the text in the error. */
  public static String[] split(String text, int count, String what) {
    String[] parts = new String[count];
    int from = 0;
    for (int i = 0; i < count - 1; i++) {
      int dot = text.indexOf('.', from);
      if (dot < 0) {
        throw malformed(count, what);
      }
      parts[i] = text.substring(from, dot);
      from = dot + 1;
    }
    if (text.indexOf('.', from) >= 0) {
      throw malformed(count, what);
    }
    parts[count - 1] = text.substring(from);
    return parts;
  }

  private static BrigandineException malformed(int count, String what) {
    return new BrigandineException(
        ErrorCode.TAMPERED, what + " does not have " + count + " parts divided by dots");
  }
}
