package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.Chain;
import dev.brigandine.armor.symmetry.ChannelMap;
import java.util.stream.IntStream;

/**
 * A part of a weight whose axes each have channels of one kind: all of it, mostly.
 *
 * @param name of the base's weight
 * @param offset of the first element in it
 * @param dims its axes, those of one channel left out
 * @param base the public weights, in the order of the axes
 * @param captured the captured ones
 */
record Block(String name, int offset, Dim[] dims, float[] base, float[] captured) {
  int size() {
    return base.length;
  }

  /** Elements along all other axes. */
  int width(int axis) {
    return size() / dims[axis].size();
  }

  /** Whether all that was done along all axes but one is known. */
  boolean isKnownBut(int axis) {
    return IntStream.range(0, dims.length).allMatch(i -> i == axis || dims[i].isKnown());
  }

  /** The base's channels of an axis, {@code channels × width}. */
  double[] baseRows(int axis) {
    return rows(doubles(base), axis);
  }

  /** The captured channels of an axis; what is known of the other axes is undone. */
  double[] capturedRows(int axis) {
    double[] values = doubles(captured);
    for (int i = 0; i < dims.length; i++) {
      if (i != axis && dims[i].isKnown()) {
        values = undone(values, i);
      }
    }
    return rows(values, axis);
  }

  /** The whole of it with all axes undone. */
  double[] undone() {
    double[] values = doubles(captured);
    for (int i = 0; i < dims.length; i++) {
      values = undone(values, i);
    }
    return values;
  }

  /** Whether nothing can be told of it. */
  boolean isHopeless() {
    for (Dim dim : dims) {
      if (dim.terms().stream().anyMatch(term -> term.gain().isHopeless())) {
        return true;
      }
    }
    return false;
  }

  private int inner(int axis) {
    int inner = 1;
    for (int i = axis + 1; i < dims.length; i++) {
      inner *= dims[i].size();
    }
    return inner;
  }

  private double[] undone(double[] values, int axis) {
    Dim dim = dims[axis];
    int[] order = dim.leaf().order();
    ChannelMap map = dim.map();
    boolean nothing = map instanceof Chain chain && chain.isNothing();
    int n = dim.size();
    int inner = inner(axis);
    int width = values.length / n;
    double[] rows = rows(values, axis);
    if (!nothing) {
      map.inverse().apply(rows, width);
    }
    double[] undone = new double[values.length];
    for (int channel = 0; channel < n; channel++) {
      for (int o = 0; o < width / inner; o++) {
        int from = channel * width + o * inner;
        System.arraycopy(rows, from, undone, (o * n + order[channel]) * inner, inner);
      }
    }
    return undone;
  }

  private double[] rows(double[] values, int axis) {
    int n = dims[axis].size();
    int inner = inner(axis);
    int width = values.length / n;
    if (axis == 0) {
      return values;
    }
    double[] rows = new double[values.length];
    for (int o = 0; o < width / inner; o++) {
      for (int channel = 0; channel < n; channel++) {
        int from = (o * n + channel) * inner;
        System.arraycopy(values, from, rows, channel * width + o * inner, inner);
      }
    }
    return rows;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
