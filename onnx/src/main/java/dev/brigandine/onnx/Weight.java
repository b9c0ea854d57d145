package dev.brigandine.onnx;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * One weight that has left the graph. Its bytes stay in the model's files until {@link #writeTo}
 * streams them; nothing is checked or promised about those files in between, except that a file
 * whose size has changed is refused.
 */
public final class Weight {
  private final String name;
  private final ElementType type;
  private final long[] shape;
  private final TensorData data;

  Weight(String name, ElementType type, long[] shape, TensorData data) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /** The name of the initializer in the skeleton that stands for it. */
  public String name() {
    return name;
  }

  /** {@code TensorProto.DataType} of onnx.proto: one that ONNX Runtime's Java API can make. */
  public int elementType() {
    return type.id;
  }

  /**
   * Sizes of the axes as the skeleton has them: none for a scalar, one for all elements of a weight
   * from a subgraph. None of them is 0.
   */
  public long[] shape() {
    return shape.clone();
  }

  /** Bytes in all: at least 1 and under 2 GiB. */
  public long byteLength() {
    return data.length();
  }

  /**
   * Writes exactly {@link #byteLength()} bytes, the elements in C order and little-endian, as
   * raw_data has them. It streams, in pieces of at most 256 KiB.
   *
   * @throws OnnxException ({@code file-changed}, {@code bad-tensor}) if the file is not what it was
   * @throws IOException if reading or writing fails
   */
  public void writeTo(WritableByteChannel target) throws IOException {
    data.writeTo(target);
  }

  @Override
  public String toString() {
    return "Weight[" + type.text + ", " + byteLength() + " bytes]";
  }
}
