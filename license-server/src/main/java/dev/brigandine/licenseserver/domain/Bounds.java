package dev.brigandine.licenseserver.domain;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Ranges that the values of this package keep to. */
public final class Bounds {
  /** Characters of a name or a label. */
  public static final int LABEL = 256;

  /** Characters of a note or a reason. */
  public static final int NOTE = 1024;

  /** The last second of the year 9999. */
  public static final long LAST_SECOND = 253_402_300_799L;

  /** What every JSON reader holds exactly. */
  public static final long EXACT = (1L << 53) - 1;

  private Bounds() {}

  /** Refuses a number outside of a range. */
  public static void check(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw refuse(what + " must be from " + min + " to " + max + ", not " + value);
    }
  }

  /** Refuses what is not 1 to {@code max} printable characters. */
  public static String label(String what, String text, int max) {
    if (text == null || !JsonObject.isLabel(text, max)) {
      throw refuse("the " + what + " must have 1 to " + max + " printable characters");
    }
    return text;
  }

  /** As {@link #label}, but nothing is allowed, too. */
  public static String note(String what, String text) {
    return text == null || text.isEmpty() ? "" : label(what, text, NOTE);
  }

  /** Refuses what is not 16 bytes in base64url, 22 characters. */
  public static String id(String what, String text) {
    return base64(what, text, 22);
  }

  /** Refuses what is not a SHA-256 thumbprint in base64url, 43 characters. */
  public static String thumbprint(String what, String text) {
    return base64(what, text, 43);
  }

  /** Cuts fractions of a second off; refuses what is not from 1970 to 9999. */
  public static Instant moment(String what, Instant at) {
    if (at == null || at.getEpochSecond() < 0 || at.getEpochSecond() > LAST_SECOND) {
      throw refuse("the " + what + " must be from 1970 to 9999");
    }
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String base64(String what, String text, int length) {
    if (text == null || text.length() != length) {
      throw refuse("the " + what + " must have " + length + " characters of base64url");
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean fits =
          c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
      if (!fits && c != '_') {
        throw refuse("the " + what + " must have " + length + " characters of base64url");
      }
    }
    return text;
  }

  private static BrigandineException refuse(String message) {
    return new BrigandineException(ErrorCode.USAGE, message);
  }
}
