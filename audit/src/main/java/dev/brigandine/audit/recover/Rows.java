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
  private static final int PROJECTED = 48;
  private static final int CANDIDATES = 4;
  private static final int CHUNK = 512;

  private Rows() {}

  /**
   * The assignment.
   *
   * @return the base's row at each captured place
   */
  static int[] of(double[] base, double[] captured, int n, Random random) {
    int width = base.length / n;
    int kept = Math.min(PROJECTED, width);
    DMatrixRMaj projection = new DMatrixRMaj(width, kept);
    for (int i = 0; i < projection.data.length; i++) {
      projection.data[i] = random.nextGaussian();
    }
    DMatrixRMaj x = new DMatrixRMaj(n, kept);
    DMatrixRMaj y = new DMatrixRMaj(n, kept);
    CommonOps_DDRM.mult(DMatrixRMaj.wrap(n, width, base), projection, x);
    CommonOps_DDRM.mult(DMatrixRMaj.wrap(n, width, captured), projection, y);
    double[] lengths = new double[n];
    for (int i = 0; i < x.data.length; i++) {
      lengths[i / kept] += x.data[i] * x.data[i];
    }
    int[][] nearest = new int[n][];
    double[] distances = new double[n];
    DMatrixRMaj products = new DMatrixRMaj(1, 1);
    for (int first = 0; first < n; first += CHUNK) {
      int count = Math.min(CHUNK, n - first);
      DMatrixRMaj part = new DMatrixRMaj(count, kept);
      System.arraycopy(y.data, first * kept, part.data, 0, count * kept);
      products.reshape(count, n);
      CommonOps_DDRM.multTransB(part, x, products);
      for (int j = 0; j < count; j++) {
        int[] found = candidates(products.data, j * n, lengths);
        nearest[first + j] = sorted(found, base, captured, first + j, width);
        distances[first + j] = distance(base, captured, nearest[first + j][0], first + j, width);
      }
    }
    return settled(nearest, distances);
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
