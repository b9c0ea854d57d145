package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.ChannelMap;
import java.util.Arrays;
import java.util.Random;

/**
 * A start where a table's rows are in an unknown order and its columns mixed by an unknown matrix:
 * rows are grouped by what neither changes (their leverage, and their product with the mean row),
 * and the groups' means are equations for the matrix, though no single row is known.
 */
final class Moments {
  private static final int MOST = 24;

  private Moments() {}

  /** The axis whose order is all that is missing; -1 if more is, or too few rows to tell. */
  static int rows(Gain gain, Place place) {
    Block block = place.block();
    if (!place.dim().leaf().isKnown() || place.dim().terms().size() != 1) {
      return -1;
    }
    int rows = -1;
    for (int i = 0; i < block.dims().length; i++) {
      Dim dim = block.dims()[i];
      if (i == place.axis()) {
        continue;
      }
      if (!dim.isScaleKnown() || dim.terms().stream().anyMatch(t -> t.gain() == gain)) {
        return -1;
      }
      if (!dim.leaf().isKnown()) {
        if (rows >= 0) {
          return -1;
        }
        rows = i;
      }
    }
    boolean enough = rows >= 0 && block.dims()[rows].size() >= 3 * place.dim().size();
    return enough ? rows : -1;
  }

  /** Means of groups on both sides; null if the squares cannot be inverted. */
  static Equation of(Place place, int rows) {
    Block block = place.block();
    Dim dim = place.dim();
    int n = block.dims()[rows].size();
    boolean[] along = new boolean[block.dims().length];
    along[place.axis()] = true;
    double[] captured = block.capturedRows(rows);
    ChannelMap own = block.dims()[rows].map();
    own.inverse().apply(captured, block.width(rows));
    Columns ours = Columns.of(block, captured, rows, along);
    Columns theirs = Columns.of(block, block.baseRows(rows), rows, along);
    if (!ours.weigh(false) || !theirs.weigh(false)) {
      return null;
    }
    int groups = (int) Math.max(4, Math.min(MOST, Math.sqrt(n / 12.0)));
    double[] to = ours.means(grouped(ours, n, groups), groups * groups);
    double[] base = theirs.means(grouped(theirs, n, groups), groups * groups);
    int width = base.length / dim.size();
    double[] from = new double[base.length];
    for (int i = 0; i < dim.size(); i++) {
      System.arraycopy(base, dim.leaf().order()[i] * width, from, i * width, width);
    }
    return new Equation(from, to, dim.size(), dim.terms().get(0).inverse(), 1);
  }

  /** Some rows, each with the base's nearest by what is known of the matrix so far. */
  static Equation pairs(Place place, int rows, Random random) {
    Block block = place.block();
    Dim dim = place.dim();
    int n = block.dims()[rows].size();
    double[] undone = block.capturedRows(rows);
    double[] base = block.baseRows(rows);
    int[][] pairs = Rows.some(base, undone, n, random);
    int each = block.width(rows) / dim.size();
    // The captured rows as they are: along the mixed axis nothing is undone.
    double[] mixed = block.capturedRows(place.axis());
    double[] plain = block.baseRows(place.axis());
    int width = block.width(place.axis());
    int count = pairs[0].length * each;
    double[] from = new double[dim.size() * count];
    double[] to = new double[from.length];
    int inner = 1;
    for (int i = rows + 1; i < block.dims().length; i++) {
      inner *= i == place.axis() ? 1 : block.dims()[i].size();
    }
    for (int i = 0; i < dim.size(); i++) {
      int channel = dim.leaf().order()[i];
      for (int k = 0; k < count; k++) {
        int pair = k / each;
        int other = k % each;
        int rest = other / inner * n * inner + other % inner;
        to[i * count + k] = mixed[i * width + rest + pairs[0][pair] * inner];
        from[i * count + k] = plain[channel * width + rest + pairs[1][pair] * inner];
      }
    }
    return new Equation(from, to, dim.size(), dim.terms().get(0).inverse(), 1);
  }

  /** As many rows in each group, by one number and then by the other. */
  private static int[] grouped(Columns columns, int n, int groups) {
    double[] first = new double[n];
    for (int i = 0; i < n; i++) {
      first[i] = columns.leverage(i);
    }
    double[] second = columns.withMean();
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(first[a], first[b]));
    int[] group = new int[n];
    for (int g = 0; g < groups; g++) {
      int from = (int) ((long) n * g / groups);
      int to = (int) ((long) n * (g + 1) / groups);
      Arrays.sort(order, from, to, (a, b) -> Double.compare(second[a], second[b]));
      for (int i = from; i < to; i++) {
        group[order[i]] = g * groups + (int) ((long) (i - from) * groups / (to - from));
      }
    }
    return group;
  }
}
