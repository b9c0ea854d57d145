package dev.brigandine.armor.symmetry;

/** An invertible linear map of the channels of an axis. Immutable. */
public interface ChannelMap {
  /**
   * Maps {@code width} vectors at once.
   *
   * @param x {@code channels × width}, row by row: a vector is a column; overwritten
   */
  void apply(double[] x, int width);

  /** What undoes it. */
  ChannelMap inverse();

  /** What undoes it, transposed: for the side that a sum runs over. */
  ChannelMap dual();
}
