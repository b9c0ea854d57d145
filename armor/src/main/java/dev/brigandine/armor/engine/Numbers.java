package dev.brigandine.armor.engine;

import dev.brigandine.onnx.Halves;
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
      case Types.FLOAT16 -> i -> Halves.ofBinary16(bytes.getShort(2 * i));
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
}
