package dev.brigandine.audit.recover;

import dev.brigandine.onnx.Halves;
import dev.brigandine.onnx.graph.Constant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** Elements of weights as floats, and back. */
final class Numbers {
  private static final Set<Integer> TYPES = Set.of(1, 2, 3, 6, 10, 11, 16);

  private Numbers() {}

  static boolean can(Constant constant) {
    return TYPES.contains(constant.elementType()) && constant.count() < 1 << 28;
  }

  static float[] of(Constant constant) throws IOException {
    ByteBuffer data = constant.load();
    float[] values = new float[(int) constant.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (constant.elementType()) {
            case 1 -> data.getFloat();
            case 2 -> data.get() & 0xff;
            case 3 -> data.get();
            case 6 -> data.getInt();
            case 10 -> Halves.ofBinary16(data.getShort());
            case 11 -> (float) data.getDouble();
            default -> Float.intBitsToFloat(data.getShort() << 16);
          };
    }
    return values;
  }

  /** A constant of the type and shape of another. */
  static Constant like(Constant other, float[] values) {
    byte[] bytes = new byte[(int) other.elements().byteLength()];
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (other.elementType()) {
        case 1 -> data.putFloat(value);
        case 2, 3 -> data.put((byte) Math.round(value));
        case 6 -> data.putInt(Math.round(value));
        case 10 -> data.putShort(Halves.binary16(value));
        case 11 -> data.putDouble(value);
        default -> data.putShort(Halves.bfloat16(value));
      }
    }
    return Constant.of(other.elementType(), other.shape(), bytes);
  }
}
