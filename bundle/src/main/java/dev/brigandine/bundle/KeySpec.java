package dev.brigandine.bundle;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A key tensor that an armored graph takes as an input of its own: what it is made of, but not its
 * elements, which {@link KeyTensors} derives.
 *
 * <p>Limits: {@code size} is 1 to 16,777,216, or 1 to 1,024 for a mix; all matrices of a mix have
 * at most 4,194,304 elements together. {@link TensorIndex#parse(byte[])} and {@link
 * KeyTensors#tensor} hold to them; this record does not.
 *
 * @param input the graph's input that takes it
 * @param kind what is derived
 * @param count how many of them; 1 unless it is a mix
 * @param size of each: channels
 * @param shape of the input; as many elements as {@code count} and {@code size} make
 */
public record KeySpec(String input, Kind kind, long count, long size, List<Long> shape) {
  private static final long MAX_SIZE = 1 << 24;
  private static final long MAX_MIX_SIZE = 1 << 10;
  private static final long MAX_MIX_ELEMENTS = 1 << 22;

  /** What a key tensor is made of. */
  public enum Kind {
    /** {@code size} float32 factors, each with a sign of its own, 1/2 to 2 in magnitude. */
    SCALE,
    /** A permutation of 0 to {@code size - 1}, int64. */
    PERMUTE,
    /**
     * {@code count} invertible matrices of {@code size} rows and columns each, row by row, float32;
     * their condition number is at most 2, but for rounding.
     */
    MIX;

    /** The word in the tensor index. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the shape. */
  public KeySpec {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(kind, "kind");
    shape = List.copyOf(shape);
  }

  /** How many elements it has. Means nothing outside of the limits. */
  public long elements() {
    return kind == Kind.MIX ? count * size * size : size;
  }

  /** Length of its elements: float32, or int64 for a permutation. */
  public long byteLength() {
    return elements() * (kind == Kind.PERMUTE ? Long.BYTES : Float.BYTES);
  }

  /** Which rule this breaks, or null. */
  String flawOrNull() {
    boolean mix = kind == Kind.MIX;
    long maxSize = mix ? MAX_MIX_SIZE : MAX_SIZE;
    if (size < 1 || size > maxSize) {
      return "a key tensor of kind " + kind.word() + " has a size of 1 to " + maxSize;
    }
    long maxCount = mix ? MAX_MIX_ELEMENTS / (size * size) : 1;
    if (count < 1 || count > maxCount) {
      return "a key tensor of this kind and size has a count of 1 to " + maxCount;
    }
    return holds(elements()) ? null : "a key tensor's shape holds what count and size make";
  }

  private boolean holds(long elements) {
    long rest = elements;
    for (long axis : shape) {
      if (axis < 1 || rest % axis != 0) {
        return false;
      }
      rest /= axis;
    }
    return rest == 1 && shape.size() <= Layout.MAX_RANK;
  }
}
