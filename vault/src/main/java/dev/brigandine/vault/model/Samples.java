package dev.brigandine.vault.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Random inputs of a model's shapes. */
final class Samples {
  private final Face face;
  private final Random random;

  /** For each input, one more than the largest integer; small, so that it may be an index. */
  private final int[] bounds;

  Samples(Face face, long seed) {
    this.face = face;
    random = new Random(seed);
    bounds = new int[face.inputs().size()];
    Arrays.fill(bounds, 2);
  }

  /** Lets integers of that input be from 0 to {@code bound} - 1. */
  void bound(int input, int bound) {
    bounds[input] = bound;
  }

  boolean isInteger(int input) {
    return switch (face.inputType(input)) {
      case INT8, UINT8, INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  /**
   * @param open the size of each open axis but the first
   */
  Tensor[] row(int open) {
    Tensor[] inputs = new Tensor[face.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      long[] shape = face.inputShape(i).clone();
      shape[0] = 1;
      for (int axis = 1; axis < shape.length; axis++) {
        shape[axis] = shape[axis] < 0 ? open : shape[axis];
      }
      inputs[i] = tensor(i, shape);
    }
    return inputs;
  }

  /** The same with {@code value} in every float. */
  static Tensor[] filled(Tensor[] like, float value) {
    Tensor[] filled = like.clone();
    for (int i = 0; i < like.length; i++) {
      ElementType type = like[i].type();
      if (type == ElementType.FP32 || type == ElementType.FP64) {
        ByteBuffer data =
            ByteBuffer.allocate(like[i].data().remaining()).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
          if (type == ElementType.FP32) {
            data.putFloat(value);
          } else {
            data.putDouble(value);
          }
        }
        filled[i] = new Tensor(like[i].name(), type, like[i].shape(), data.flip());
      }
    }
    return filled;
  }

  private Tensor tensor(int input, long[] shape) {
    String name = face.inputs().get(input).name();
    ElementType type = face.inputType(input);
    int count = Math.toIntExact(Tensor.elements(name, shape));
    ByteBuffer data =
        ByteBuffer.allocate(Math.multiplyExact(count, type.size())).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      switch (type) {
        case FP32 -> data.putFloat((float) random.nextGaussian());
        case FP64 -> data.putDouble(random.nextGaussian());
        case FP16 -> data.putShort((short) (0x3000 + random.nextInt(0x0c00)));
        case BF16 ->
            data.putShort((short) (Float.floatToIntBits((float) random.nextGaussian()) >> 16));
        case BOOL -> data.put((byte) random.nextInt(2));
        case INT8, UINT8 -> data.put((byte) random.nextInt(bounds[input]));
        case INT16 -> data.putShort((short) random.nextInt(bounds[input]));
        case INT32 -> data.putInt(random.nextInt(bounds[input]));
        case INT64 -> data.putLong(random.nextInt(bounds[input]));
        default -> throw new IllegalStateException("strings are not put together");
      }
    }
    return new Tensor(name, type, shape, data.flip());
  }
}
