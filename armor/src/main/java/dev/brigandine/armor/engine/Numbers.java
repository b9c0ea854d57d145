package dev.brigandine.armor.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;

/** The elements of floating-point tensors as doubles, which hold each of these types exactly. */
final class Numbers {
  private Numbers() {}

  static boolean isFloating(int elementType) {
    return switch (elementType) {
      case Types.FLOAT, Types.FLOAT16, Types.DOUBLE, Types.BFLOAT16 -> true;
      default -> false;
    };
  }

  /**
   * @param elementType a floating-point one
   * @param data little-endian
   */
  static IntToDoubleFunction of(int elementType, ByteBuffer data) {
    ByteBuffer bytes = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    return switch (elementType) {
      case Types.FLOAT -> i -> bytes.getFloat(4 * i);
      case Types.DOUBLE -> i -> bytes.getDouble(8 * i);
      case Types.FLOAT16 -> i -> half(bytes.getShort(2 * i));
      case Types.BFLOAT16 -> i -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
      default -> throw new IllegalArgumentException("type " + elementType + " is no float");
    };
  }

  static int bytes(int elementType) {
    return switch (elementType) {
      case Types.FLOAT -> 4;
      case Types.DOUBLE -> 8;
      default -> 2;
    };
  }

  /** IEEE 754 binary16; Float.float16ToFloat came with Java 20. */
  static float half(short bits) {
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
}
