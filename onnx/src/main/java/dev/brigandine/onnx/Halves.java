package dev.brigandine.onnx;

/** Floats of 16 bits; the JDK has such conversions only from 20 on. */
public final class Halves {
  private Halves() {}

  /** IEEE 754 binary16, rounded to nearest even. */
  public static short binary16(float value) {
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
  public static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /** The float that an IEEE 754 binary16 stands for. */
  public static float ofBinary16(short bits) {
    int exponent = bits >>> 10 & 0x1f;
    int mantissa = bits & 0x3ff;
    float magnitude =
        exponent == 0
            ? mantissa * 0x1p-24f
            : exponent == 31
                ? (mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : Math.scalb(1 + mantissa * 0x1p-10f, exponent - 15);
    return bits < 0 ? -magnitude : magnitude;
  }
}
