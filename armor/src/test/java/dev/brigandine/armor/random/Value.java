package dev.brigandine.armor.random;

import java.util.Arrays;

/**
 * A value of a graph in the making.
 *
 * @param exact whether it comes from inputs without a float sum, whose last bits depend on the
 *     order of its terms
 * @param size about how large its elements are
 */
record Value(String name, int type, long[] shape, boolean exact, double size) {
  int rank() {
    return shape.length;
  }

  /** The size of an axis; counted from the end if negative. */
  long dim(int axis) {
    return shape[axis < 0 ? shape.length + axis : axis];
  }

  boolean isLike(Value other) {
    return type == other.type && Arrays.equals(shape, other.shape);
  }

  /** The shape with another size of one axis. */
  long[] with(int axis, long size) {
    long[] changed = shape.clone();
    changed[axis < 0 ? shape.length + axis : axis] = size;
    return changed;
  }

  static long count(long... shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return count;
  }
}
