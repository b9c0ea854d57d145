package dev.brigandine.vault.http;

import java.nio.charset.StandardCharsets;

/**
 * Floats as JSON numbers that read back as the same float. The JDK's own ({@link Float#toString})
 * is several times as slow, and a model's answer is mostly this.
 */
final class FloatText {
  /** The most characters of one. */
  static final int LONGEST = 32;

  private static final long[] POWERS = new long[19];
  private static final double[] DOUBLES = new double[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
    for (int i = 0; i < POWERS.length; i++) {
      DOUBLES[i] = POWERS[i];
    }
  }

  private FloatText() {}

  /**
   * Writes a finite float.
   *
   * @return where it ends
   */
  static int write(float value, byte[] out, int at) {
    float size = Math.abs(value);
    if (size >= 1e-3f && size < 1e9f) {
      int next = at;
      if (value < 0) {
        out[next++] = '-';
      }
      return fixed(size, out, next);
    }
    return ascii(size == 0 ? value < 0 || 1 / value < 0 ? "-0.0" : "0.0" : "" + value, out, at);
  }

  /** Nine digits tell any float from its neighbours; seven or eight often do. */
  private static int fixed(float size, byte[] out, int at) {
    int whole = 0;
    while (whole < 9 && size >= POWERS[whole]) {
      whole++;
    }
    // Digits before the point, or minus the zeros behind it.
    int lead = whole > 0 ? whole : size >= 0.1f ? 0 : size >= 0.01f ? -1 : -2;
    double exact = size;
    // Numbers nearer than this are read as the same float. A power of two is nearer to the one
    // below
    // it; a little less than half, since a tie may go either way.
    float ulp =
        (Float.floatToRawIntBits(size) & 0x7fffff) == 0 ? Math.ulp(size) / 2 : Math.ulp(size);
    double near = 0.499 * ulp;
    for (int digits = 7; digits < 10; digits++) {
      int decimals = Math.max(digits - lead, 1);
      double power = DOUBLES[decimals];
      double wanted = exact * power;
      long scaled = (long) (wanted + 0.5);
      if (Math.abs(scaled - wanted) < near * power) {
        return put(scaled, decimals, out, at);
      }
    }
    return ascii(Float.toString(size), out, at);
  }

  private static int put(long scaled, int decimals, byte[] out, int at) {
    int places = decimals;
    long rest = scaled;
    while (places > 1 && rest % 10 == 0) {
      rest /= 10;
      places--;
    }
    int digits = 1;
    while (digits < POWERS.length && rest >= POWERS[digits]) {
      digits++;
    }
    int end = at + Math.max(digits, places + 1) + 1;
    int i = end - 1;
    for (int place = 0; i >= at; place++) {
      if (place == places) {
        out[i--] = '.';
      }
      out[i--] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }

  static int ascii(String text, byte[] out, int at) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, out, at, bytes.length);
    return at + bytes.length;
  }
}
