package dev.brigandine.cli.tensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A dense tensor with a name, in C order (last axis fastest). Numbers and bools are little-endian
 * in a direct buffer; bools are bytes 0 and 1; float16 and bfloat16 are their 16 bits. Strings are
 * a list.
 */
public final class Tensor {
  private final String name;
  private final ElementType type;
  private final long[] shape;
  private final ByteBuffer data;
  private final List<String> strings;

  private Tensor(
      String name, ElementType type, long[] shape, ByteBuffer data, List<String> strings) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.shape = shape.clone();
    this.data = data;
    this.strings = strings;
  }

  /**
   * A tensor of anything but strings. The buffer is not copied: whoever changes it changes the
   * tensor.
   *
   * @param shape sizes, none negative; empty for a scalar
   * @param data exactly the elements, from position 0 to the limit
   * @throws IllegalArgumentException if {@code data} has another length than type and shape want
   */
  public static Tensor of(String name, ElementType type, long[] shape, ByteBuffer data) {
    if (type == ElementType.STRING) {
      throw new IllegalArgumentException("strings are no buffer");
    }
    long want = Math.multiplyExact(Shapes.elements(shape), type.bytes());
    if (data.limit() != want) {
      throw new IllegalArgumentException(
          "tensor " + name + " wants " + want + " bytes, not " + data.limit());
    }
    ByteBuffer view = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    view.rewind();
    return new Tensor(name, type, shape, view, List.of());
  }

  /**
   * A tensor of strings.
   *
   * @throws IllegalArgumentException unless there are as many as {@code shape} wants
   */
  public static Tensor ofStrings(String name, long[] shape, List<String> strings) {
    if (Shapes.elements(shape) != strings.size()) {
      throw new IllegalArgumentException(
          "tensor " + name + " wants " + Shapes.elements(shape) + " strings");
    }
    return new Tensor(name, ElementType.STRING, shape, null, List.copyOf(strings));
  }

  public String name() {
    return name;
  }

  public ElementType type() {
    return type;
  }

  /** A copy of the sizes, one per axis. */
  public long[] shape() {
    return shape.clone();
  }

  public int elements() {
    return (int) Shapes.elements(shape);
  }

  /** A view of the elements, little-endian, from position 0; not for tensors of strings. */
  public ByteBuffer data() {
    if (data == null) {
      throw new IllegalStateException("tensor " + name + " holds strings");
    }
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The strings; empty for every other type. */
  public List<String> strings() {
    return strings;
  }

  /** Bitwise, so that a NaN equals itself and 0.0 differs from -0.0. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && name.equals(that.name)
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && Objects.equals(data, that.data)
        && strings.equals(that.strings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, Arrays.hashCode(shape));
  }

  /** Name, type and shape; no values. */
  @Override
  public String toString() {
    return name + ": " + type.id() + Arrays.toString(shape);
  }
}
