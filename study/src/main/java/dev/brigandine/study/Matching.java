package dev.brigandine.study;

import org.ejml.simple.SimpleMatrix;

/**
 * Which column of one matrix is which of another, and how they are scaled.
 *
 * @param order the place in the altered matrix of each of the base's columns
 * @param scales what each of the base's columns was multiplied with
 */
record Matching(int[] order, double[] scales) {
  /**
   * By the cosines of all pairs, so that their sum is highest.
   *
   * @param scaled whether columns were also scaled, by negative factors too
   */
  static Matching columns(SimpleMatrix altered, SimpleMatrix base, boolean scaled) {
    double[] lengths = lengths(altered);
    double[] baseLengths = lengths(base);
    SimpleMatrix products = base.transpose().mult(altered);
    int n = lengths.length;
    double[][] costs = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double cosine = products.get(i, j) / Math.max(1e-12, baseLengths[i] * lengths[j]);
        costs[i][j] = scaled ? -Math.abs(cosine) : -cosine;
      }
    }
    int[] order = Assignment.cheapest(costs);
    double[] scales = new double[n];
    for (int i = 0; i < n; i++) {
      double sign = Math.signum(products.get(i, order[i]));
      scales[i] = scaled ? sign * lengths[order[i]] / Math.max(1e-12, baseLengths[i]) : 1;
    }
    return new Matching(order, scales);
  }

  /** The altered matrix with its columns as the base has them. */
  SimpleMatrix undo(SimpleMatrix altered) {
    SimpleMatrix undone = new SimpleMatrix(altered.getNumRows(), order.length);
    for (int i = 0; i < order.length; i++) {
      undone.insertIntoThis(0, i, altered.getColumn(order[i]).divide(scales[i]));
    }
    return undone;
  }

  /** How many of the columns were found. */
  int right(int[] truth) {
    int right = 0;
    for (int i = 0; i < order.length; i++) {
      right += order[i] == truth[i] ? 1 : 0;
    }
    return right;
  }

  private static double[] lengths(SimpleMatrix matrix) {
    double[] lengths = new double[matrix.getNumCols()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = matrix.getColumn(i).normF();
    }
    return lengths;
  }
}
