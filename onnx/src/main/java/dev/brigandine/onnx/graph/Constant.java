package dev.brigandine.onnx.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Objects;

/**
 * A tensor that is known before the model runs: an initializer, or the value of a Constant node.
 * Its elements may still lie in a file, or be computed whenever they are asked for.
 *
 * @param elementType {@code TensorProto.DataType} of onnx.proto; no strings
 * @param shape sizes of the axes, none for a scalar
 * @param elements as many as the shape says
 */
public record Constant(int elementType, List<Long> shape, Elements elements) {
  /** Copies the shape. */
  public Constant {
    shape = List.copyOf(shape);
    Objects.requireNonNull(elements, "elements");
  }

  /** Of int64 numbers. */
  public static Constant of(List<Long> shape, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return new Constant(7, shape, new Held(bytes.array()));
  }

  /** Of float32 numbers. */
  public static Constant of(List<Long> shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new Constant(1, shape, new Held(bytes.array()));
  }

  /** Of elements in memory, which are not copied. */
  public static Constant of(int elementType, List<Long> shape, byte[] raw) {
    return new Constant(elementType, shape, new Held(raw));
  }

  /** How many elements. */
  public long count() {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return count;
  }

  /**
   * All elements in memory, little-endian.
   *
   * @throws IOException if they cannot be read, or have 2 GiB or more
   */
  public ByteBuffer load() throws IOException {
    if (elements.byteLength() > Integer.MAX_VALUE - 16) {
      throw new IOException("a tensor of " + elements.byteLength() + " bytes is too large to load");
    }
    ByteBuffer loaded = ByteBuffer.allocate((int) elements.byteLength());
    elements.writeTo(new Into(loaded));
    return loaded.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private record Held(byte[] raw) implements Elements {
    @Override
    public long byteLength() {
      return raw.length;
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(raw);
      while (bytes.hasRemaining()) {
        target.write(bytes);
      }
    }
  }

  private record Into(ByteBuffer target) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) {
      int n = source.remaining();
      target.put(source);
      return n;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
