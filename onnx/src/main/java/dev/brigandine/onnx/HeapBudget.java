package dev.brigandine.onnx;

/**
 * How much of the heap a model's graph may take. Foreign bytes can grow fifty-fold when they become
 * objects (an empty node is two bytes in the file), so what they will cost is counted before they
 * are read, and a model that would not fit is refused instead of ending in an OutOfMemoryError.
 */
final class HeapBudget {
  private final long limit;
  private long spent;

  HeapBudget(long limit) {
    this.limit = limit;
  }

  /** Half of what the heap may grow to, and 2 GiB at most, so that lengths stay in an int. */
  static HeapBudget half() {
    return new HeapBudget(Math.min(Runtime.getRuntime().maxMemory() / 2, 1L << 31));
  }

  void spend(long perUnit, long units, String what) throws OnnxException {
    long left = limit - spent;
    if (units > left / perUnit) {
      throw new OnnxException(
          "too-large",
          what + " needs more than " + (limit >> 20) + " MiB of heap, the most it may have",
          "raise -Xmx (half of it, up to 2 GiB, is for graphs), or keep weights in tensors");
    }
    spent += perUnit * units;
  }
}
