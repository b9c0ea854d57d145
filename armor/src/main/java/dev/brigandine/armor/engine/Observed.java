package dev.brigandine.armor.engine;

import java.util.Arrays;

/**
 * What a value of a graph was in a run.
 *
 * @param elementType {@code TensorProto.DataType} of onnx.proto
 * @param shape sizes of its axes, none for a scalar
 */
public record Observed(int elementType, long[] shape) {
  /** Copies the shape. */
  public Observed {
    shape = shape.clone();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** The number of axes. */
  public int rank() {
    return shape.length;
  }

  /** The size of an axis. */
  public long size(int axis) {
    return shape[axis];
  }

  /** The shape counts element by element. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Observed that
        && elementType == that.elementType
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * elementType + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return elementType + Arrays.toString(shape);
  }
}
