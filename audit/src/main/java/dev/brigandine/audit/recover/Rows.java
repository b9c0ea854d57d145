package dev.brigandine.audit.recover;

import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Which row of a large table is which of another, too large to compare all with all: random
 * projections tell a few candidates for each row, of which the nearest is taken (Johnson and
 * Lindenstrauss, 1984); what two rows want goes to the nearer one.
 */
final class Rows {
  private static final int PROJECTED = 32;
  private static final int CANDIDATES = 4;
  private static final int CHUNK = 512;

  /** As many tell a matrix. */
  private static final int SOME = 2048;

  private Rows() {}

  /**
   * Pairs of rows that are near each other: some of the captured ones, each with its nearest of the
   * base's, which may be the same for two.
   *
   * @return the captured rows' places, then the base's
   */
  static int[][] some(double[] base, double[] captured, int n, Random random) {
    int width = base.length / n;
    int count = Math.min(SOME, n);
    int[] places = new int[count];
    double[] chosen = new double[count * width];
    for (int k = 0; k < count; k++) {
      places[k] = (int) ((long) k * n / count);
      System.arraycopy(captured, places[k] * width, chosen, k * width, width);
    }
    int[][] nearest = nearest(base, chosen, n, count, random);
    return new int[][] {places, Arrays.stream(nearest).mapToInt(row -> row[0]).toArray()};
  }

  /**
   * The assignment.
   *
   * @return the base's row at each captured place
   */
  static int[] of(double[] base, double[] captured, int n, Random random) {
    int[][] nearest = nearest(base, captured, n, n, random);
    int width = base.length / n;
    double[] distances = new double[n];
    for (int j = 0; j < n; j++) {
      distances[j] = distance(base, captured, nearest[j][0], j, width);
    }
    return settled(nearest, distances);
  }

  /** The nearest few of the base's rows for each of the captured ones, the nearest first. */
  private static int[][] nearest(
      double[] base, double[] captured, int n, int count, Random random) {
    int width = base.length / n;
    int kept = Math.min(PROJECTED, width);
    DMatrixRMaj projection = new DMatrixRMaj(width, kept);
    for (int i = 0; i < projection.data.length; i++) {
      projection.data[i] = random.nextGaussian();
    }
    DMatrixRMaj x = new DMatrixRMaj(n, kept);
    DMatrixRMaj y = new DMatrixRMaj(count, kept);
    CommonOps_DDRM.mult(DMatrixRMaj.wrap(n, width, base), projection, x);
    CommonOps_DDRM.mult(DMatrixRMaj.wrap(count, width, captured), projection, y);
    double[] lengths = new double[n];
    for (int i = 0; i < x.data.length; i++) {
      lengths[i / kept] += x.data[i] * x.data[i];
    }
    int[][] nearest = new int[count][];
    DMatrixRMaj products = new DMatrixRMaj(1, 1);
    for (int first = 0; first < count; first += CHUNK) {
      int rows = Math.min(CHUNK, count - first);
      DMatrixRMaj part = new DMatrixRMaj(rows, kept);
      System.arraycopy(y.data, first * kept, part.data, 0, rows * kept);
      products.reshape(rows, n);
      CommonOps_DDRM.multTransB(part, x, products);
      for (int j = 0; j < rows; j++) {
        int[] found = candidates(products.data, j * n, lengths);
        nearest[first + j] = sorted(found, base, captured, first + j, width);
      }
    }
    return nearest;
  }

  private static int[] candidates(double[] products, int offset, double[] lengths) {
    int[] best = new int[CANDIDATES];
    double[] scores = new double[CANDIDATES];
    Arrays.fill(scores, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < lengths.length; i++) {
      double score = 2 * products[offset + i] - lengths[i];
      if (score > scores[CANDIDATES - 1]) {
        int at = CANDIDATES - 1;
        while (at > 0 && scores[at - 1] < score) {
          scores[at] = scores[at - 1];
          best[at] = best[at - 1];
          at--;
        }
        scores[at] = score;
        best[at] = i;
      }
    }
    return best;
  }

  private static int[] sorted(int[] found, double[] base, double[] captured, int at, int width) {
    return Arrays.stream(found)
        .boxed()
        .sorted(
            (a, b) ->
                Double.compare(
                    distance(base, captured, a, at, width), distance(base, captured, b, at, width)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double distance(double[] base, double[] captured, int i, int j, int width) {
    double square = 0;
    for (int k = 0; k < width; k++) {
      double difference = base[i * width + k] - captured[j * width + k];
      square += difference * difference;
    }
    return square;
  }

  private static int[] settled(int[][] nearest, double[] distances) {
    int n = nearest.length;
    Integer[] byDistance = new Integer[n];
    Arrays.setAll(byDistance, i -> i);
    Arrays.sort(byDistance, (a, b) -> Double.compare(distances[a], distances[b]));
    int[] order = new int[n];
    Arrays.fill(order, -1);
    boolean[] taken = new boolean[n];
    for (int j : byDistance) {
      for (int i : nearest[j]) {
        if (order[j] < 0 && !taken[i]) {
          order[j] = i;
          taken[i] = true;
        }
      }
    }
    int free = 0;
    for (int j = 0; j < n; j++) {
      while (order[j] < 0) {
        if (!taken[free]) {
          order[j] = free;
          taken[free] = true;
        }
        free++;
      }
    }
    return order;
  }
}
