package dev.brigandine.audit.training.torch;

/** What a node reads or makes. */
sealed interface Value permits Real, Whole {
  /** Sizes of its axes. */
  long[] shape();

  /** Axis counted from the front. */
  default int axis(long axis) {
    return (int) (axis < 0 ? axis + shape().length : axis);
  }
}
