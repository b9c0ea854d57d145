package dev.brigandine.armor;

import java.util.List;

/**
 * A tensor that a rewritten graph takes as an input of its own: the inverse of a lock. Its elements
 * derive from a secret; this says only which ones are meant.
 *
 * @param input the graph's input that takes it
 * @param kind what is derived
 * @param count how many of them; 1 unless it is a mix
 * @param size of each: channels
 * @param shape of the input; as many elements as {@code count} and {@code size} make
 */
public record KeyTensor(String input, Kind kind, long count, long size, List<Long> shape) {
  /** What a key tensor is made of. */
  public enum Kind {
    /** {@code size} float32 factors, each with a sign of its own, 1/2 to 2 in magnitude. */
    SCALE,
    /** A permutation of 0 to {@code size - 1}, int64. */
    PERMUTE,
    /**
     * {@code count} invertible, well-conditioned matrices of {@code size} rows and columns each,
     * row by row, float32.
     */
    MIX
  }

  /** Copies the shape. */
  public KeyTensor {
    shape = List.copyOf(shape);
  }
}
