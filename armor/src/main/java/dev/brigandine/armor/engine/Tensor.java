package dev.brigandine.armor.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor that a model answered.
 *
 * @param elementType {@code TensorProto.DataType} of onnx.proto
 * @param shape sizes of its axes, none for a scalar
 * @param data the elements in C order, little-endian; empty for strings
 * @param strings the elements of a string tensor in C order; empty otherwise
 */
public record Tensor(int elementType, long[] shape, ByteBuffer data, List<String> strings) {
  /** Does not copy {@code data}, and does not let it be written through this record. */
  public Tensor {
    shape = shape.clone();
    data = data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    strings = List.copyOf(strings);
  }

  /** Of any type but strings. */
  public static Tensor of(int elementType, long[] shape, ByteBuffer data) {
    return new Tensor(elementType, shape, data, List.of());
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** A read-only view of its own position, in little-endian order. */
  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How many elements. */
  public long count() {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return count;
  }

  /** All but the elements. */
  @Override
  public String toString() {
    return "Tensor[" + elementType + ", " + Arrays.toString(shape) + "]";
  }
}
