package dev.brigandine.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * A value for one input.
 *
 * @param name of the input
 * @param type of the elements, as in {@link ValueDescription}
 * @param shape sizes of the axes; none for a scalar
 * @param data the elements in C order, little-endian; empty for strings
 * @param strings the elements of a string tensor in C order; empty otherwise
 */
public record SampleTensor(
    String name, String type, long[] shape, ByteBuffer data, List<String> strings) {
  /** Neither copies {@code data} nor lets it be written through this record. */
  public SampleTensor {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    shape = shape.clone();
    data = data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    strings = List.copyOf(strings);
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
}
