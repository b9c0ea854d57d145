package dev.brigandine.vault.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Whether two answers are the same but for rounding: {@code docs/decisions/0019-proof.md}. */
final class Likeness {
  /** What counts as the scale of an answer that is next to nothing. */
  private static final double SMALLEST_SCALE = 0.03;

  private Likeness() {}

  /** The largest difference by the answer's scale, 0 if none is beyond rounding. */
  static double difference(Tensor expected, Tensor actual) {
    ElementType type = expected.type();
    double tolerance =
        switch (type) {
          case FP32 -> 1e-5;
          case FP64 -> 1e-9;
          case FP16 -> 4e-3;
          case BF16 -> 3e-2;
          default -> 0;
        };
    ByteBuffer left = expected.data();
    ByteBuffer right = actual.data();
    if (tolerance == 0) {
      return left.equals(right) ? 0 : 1;
    }
    int count = left.remaining() / type.size();
    double scale = SMALLEST_SCALE;
    for (int i = 0; i < count; i++) {
      double value = Math.abs(read(left, type, i));
      scale = value > scale && value < Double.POSITIVE_INFINITY ? value : scale;
    }
    double worst = 0;
    for (int i = 0; i < count; i++) {
      double one = read(left, type, i);
      double other = read(right, type, i);
      boolean same = one == other || (Double.isNaN(one) && Double.isNaN(other));
      if (!same) {
        double difference = Math.abs(one - other) / scale;
        worst = difference <= worst ? worst : Double.isNaN(difference) ? 1 : difference;
      }
    }
    return worst <= tolerance ? 0 : worst;
  }

  private static double read(ByteBuffer data, ElementType type, int i) {
    ByteBuffer from = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int at = data.position() + i * type.size();
    return switch (type) {
      case FP64 -> from.getDouble(at);
      case FP16 -> half(from.getShort(at));
      case BF16 -> Float.intBitsToFloat(from.getShort(at) << 16);
      default -> from.getFloat(at);
    };
  }

  /** IEEE 754 binary16; Java has it from 20 on. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float sign = bits < 0 ? -1 : 1;
    if (exponent == 0) {
      return sign * fraction * 0x1p-24f;
    }
    if (exponent == 0x1f) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    return sign * Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
  }
}
