package dev.brigandine.vault.http;

import java.nio.charset.StandardCharsets;

/**
 * One JSON number, taken apart where it lies. Few digits are computed with; the JDK reads the rest,
 * so that every value is the nearest one to what is written.
 */
final class JsonNumber {
  /** The longest number that is taken; a double needs 24 characters. */
  static final int LONGEST = 400;

  private static final int FITS_LONG = 18;
  private static final long EXACT = 1L << 53;
  private static final double[] POWERS = powers();

  private byte[] bytes;
  private int start;
  private int end;
  private boolean negative;
  private boolean integral;
  private boolean whole;
  private long mantissa;
  private int scale;

  private static double[] powers() {
    double[] powers = new double[23];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      // Each is exact: 5^22 has fewer than 53 bits.
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /**
   * Takes the number that begins at {@code from}.
   *
   * @return where it ends, or -1 if there is none of JSON's grammar (RFC 8259, section 6)
   */
  int scan(byte[] text, int from, int to) {
    bytes = text;
    start = from;
    mantissa = 0;
    scale = 0;
    whole = true;
    integral = true;
    int at = from;
    negative = at < to && text[at] == '-';
    if (negative) {
      at++;
    }
    int first = at;
    at = digits(at, to, false);
    if (at == first || text[first] == '0' && at - first > 1) {
      return -1;
    }
    if (at < to && text[at] == '.') {
      integral = false;
      int fraction = at + 1;
      at = digits(fraction, to, true);
      if (at == fraction) {
        return -1;
      }
    }
    if (at < to && (text[at] == 'e' || text[at] == 'E')) {
      at = exponent(at + 1, to);
    }
    end = at;
    return at;
  }

  private int digits(int from, int to, boolean fraction) {
    int at = from;
    while (at < to) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      if (mantissa < 100_000_000_000_000_000L) {
        mantissa = mantissa * 10 + digit;
        scale -= fraction ? 1 : 0;
      } else {
        whole = false;
      }
      at++;
    }
    return at;
  }

  private int exponent(int from, int to) {
    integral = false;
    int at = from;
    boolean minus = at < to && bytes[at] == '-';
    if (minus || at < to && bytes[at] == '+') {
      at++;
    }
    int first = at;
    int value = 0;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      value = Math.min(value * 10 + (bytes[at] - '0'), 100_000);
      at++;
    }
    scale += minus ? -value : value;
    return at == first ? -1 : at;
  }

  /** Characters. */
  int length() {
    return end - start;
  }

  /** Whether there is neither a fraction nor an exponent. */
  boolean isIntegral() {
    return integral;
  }

  /** An integral number's value; false is told by {@link ArithmeticException}. */
  long asLong() {
    if (whole && end - start <= FITS_LONG) {
      return negative ? -mantissa : mantissa;
    }
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException e) {
      throw new ArithmeticException("beyond 64 bits");
    }
  }

  /** The nearest double, infinite if there is none. */
  double asDouble() {
    if (whole && mantissa <= EXACT && scale >= -22 && scale <= 22) {
      double value = scale < 0 ? mantissa / POWERS[-scale] : mantissa * POWERS[scale];
      return negative ? -value : value;
    }
    return Double.parseDouble(text());
  }

  /** The nearest float, infinite if there is none. */
  float asFloat() {
    double value = asDouble();
    // Halfway between two floats after a first rounding: which side the number is on is lost.
    if (isHalfway(value) || Math.abs(value) < Float.MIN_NORMAL && value != 0) {
      return Float.parseFloat(text());
    }
    return (float) value;
  }

  /** Whether a double lies halfway between two normal floats. */
  static boolean isHalfway(double value) {
    return (Double.doubleToRawLongBits(value) & 0x1fffffffL) == 0x10000000L;
  }

  private String text() {
    return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
  }
}
