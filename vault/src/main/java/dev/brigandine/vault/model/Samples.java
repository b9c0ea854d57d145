package dev.brigandine.vault.model;

import dev.brigandine.bundle.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    java.util.Arrays.fill(bounds, 2);
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
   * @param open the size of each open axis but the first; of the second size, the axes that come
   *     with another symbol than the one before are one longer, so that two that must be alike are
   *     and two that need not be are not
   */
  Tensor[] rows(int rows, int open) {
    List<TensorSpec> specs = face.inputs();
    Tensor[] inputs = new Tensor[specs.size()];
    Map<String, Long> sizes = new HashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      long[] shape = face.inputShape(i).clone();
      shape[0] = rows;
      for (int axis = 1; axis < shape.length; axis++) {
        if (shape[axis] < 0) {
          String symbol = specs.get(i).shape().get(axis);
          shape[axis] = sizes.computeIfAbsent(symbol, word -> (long) open);
        }
      }
      inputs[i] = tensor(i, shape);
    }
    return inputs;
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
