package dev.brigandine.bench;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * One input tensor of a comparison, as plain data that can be handed to another process.
 *
 * @param name the model's name for the input
 * @param type {@code float32}, {@code float64}, {@code float16}, {@code bfloat16}, {@code int8},
 *     {@code uint8}, {@code int16}, {@code int32}, {@code int64}, {@code bool} or {@code string}
 * @param shape sizes of the axes; empty for a scalar
 * @param data the elements, little-endian and row-major, from position 0 to the limit; null for
 *     strings. Not copied: the caller leaves it alone afterwards
 * @param strings the elements of a string tensor, row-major; null for all others
 */
public record BenchInput(
    String name, String type, List<Long> shape, ByteBuffer data, List<String> strings) {
  /** Checks that exactly one of {@code data} and {@code strings} is there, as the type asks. */
  public BenchInput {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    shape = List.copyOf(shape);
    boolean text = type.equals("string");
    if (text != (strings != null) || text == (data != null)) {
      throw new IllegalArgumentException("string tensors carry strings, all others data");
    }
    if (text) {
      strings = List.copyOf(strings);
    }
  }

  /** A tensor of numbers or booleans. */
  public static BenchInput of(String name, String type, List<Long> shape, ByteBuffer data) {
    return new BenchInput(name, type, shape, Objects.requireNonNull(data, "data"), null);
  }

  /** A tensor of strings. */
  public static BenchInput ofStrings(String name, List<Long> shape, List<String> strings) {
    return new BenchInput(name, "string", shape, null, Objects.requireNonNull(strings, "strings"));
  }
}
