package dev.brigandine.cli.tensors;

/**
 * IEEE 754 binary16 and bfloat16 in Java floats, round to nearest even. JDK 17 has no conversion of
 * its own (it came with 20).
 */
final class Half {
  private Half() {}

  static float fromFloat16(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }

  /** Out of range becomes an infinity; a NaN stays one. */
  static short toFloat16(double value) {
    int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & 0x8000;
    if (Double.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 65520) {
      return (short) (sign | 0x7c00);
    }
    // Distance between neighbours: 2^-24 among the subnormals, 2^(e-10) above.
    int exponent = Math.max(Math.getExponent(magnitude), -14);
    long steps = (long) Math.rint(Math.scalb(magnitude, 10 - exponent));
    // 1024 steps or more carry into the exponent by themselves.
    long bits = magnitude < 0x1p-14 ? steps : ((long) (exponent + 14) << 10) + steps;
    return (short) (sign | (int) bits);
  }

  static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** Out of range becomes an infinity; a NaN stays one. */
  static short toBfloat16(double value) {
    int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & 0x8000;
    if (Double.isNaN(value)) {
      return (short) (sign | 0x7fc0);
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 0x1.ffp127) {
      return (short) (sign | 0x7f80);
    }
    int exponent = Math.max(Math.getExponent(magnitude), -126);
    long steps = (long) Math.rint(Math.scalb(magnitude, 7 - exponent));
    long bits = magnitude < 0x1p-126 ? steps : ((long) (exponent + 126) << 7) + steps;
    return (short) (sign | (int) bits);
  }
}
