package dev.brigandine.onnx;

/** Floats of 16 bits; the JDK has such conversions only from 20 on. */
final class Halves {
  private Halves() {}

  /** IEEE 754 binary16, rounded to nearest even. */
  static short binary16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    // Below the smallest normal number the steps have one size, 2^-24.
    if (magnitude < 0x1p-14f) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int exponent = Math.getExponent(magnitude);
    int mantissa = (int) Math.rint((magnitude / Math.scalb(1f, exponent) - 1) * 1024);
    return (short) (sign | (exponent + 15 << 10) + mantissa);
  }

  /** The upper half of a float, rounded to nearest even. */
  static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }
}
