package dev.brigandine.cli.tensors;

/** Arithmetic on shapes that does not overflow silently. */
final class Shapes {
  /** numpy allows 64 axes, ONNX Runtime far fewer; this is ours. */
  static final int MAX_RANK = 32;

  private Shapes() {}

  /**
   * How many elements a tensor of this shape has; 1 for a scalar.
   *
   * @throws IllegalArgumentException if a size is negative or the product too large
   */
  static long elements(long[] shape) {
    long product = 1;
    boolean empty = false;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("size " + size);
      }
      if (size == 0) {
        empty = true;
        continue;
      }
      if (product > Integer.MAX_VALUE / size) {
        throw new IllegalArgumentException("more than 2147483647 elements");
      }
      product *= size;
    }
    return empty ? 0 : product;
  }
}
