package dev.brigandine.audit.training.query;

import java.util.List;
import org.ejml.simple.SimpleMatrix;
import org.ejml.simple.SimpleSVD;

/** Linear equations between rows and their answers. */
final class LeastSquares {
  /** What is added to the squares, as a share of their mean, so that there is always a solution. */
  private static final double LITTLE = 1e-10;

  /** Singular values below this share of the greatest are rounding. */
  private static final double ROUNDING = 1e-5;

  private final SimpleMatrix weights;

  private LeastSquares(SimpleMatrix weights) {
    this.weights = weights;
  }

  /** The linear map, with an offset, that is nearest to all answers. */
  static LeastSquares fit(List<float[]> rows, List<float[]> answers) {
    SimpleMatrix x = matrix(rows, 1);
    SimpleMatrix y = matrix(answers, 0);
    SimpleMatrix squares = x.transpose().mult(x);
    double ridge = LITTLE * squares.trace() / squares.getNumRows();
    SimpleMatrix eased = squares.plus(SimpleMatrix.identity(squares.getNumRows()).scale(ridge));
    return new LeastSquares(eased.solve(x.transpose().mult(y)));
  }

  /** What it makes of a row. */
  float[] apply(float[] row) {
    SimpleMatrix answer = matrix(List.of(row), 1).mult(weights);
    float[] values = new float[answer.getNumCols()];
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) answer.get(0, j);
    }
    return values;
  }

  /**
   * How many directions the answers vary in: less than their width where they come from a narrower
   * layer (Carlini et al., Stealing Part of a Production Language Model, ICML 2024). At most as
   * many as there are answers.
   */
  static int rank(List<float[]> answers) {
    SimpleMatrix y = matrix(answers, 0);
    SimpleSVD<SimpleMatrix> svd = y.svd(true);
    double[] sizes = svd.getSingularValues();
    int rank = 0;
    for (double size : sizes) {
      rank += size > ROUNDING * sizes[0] ? 1 : 0;
    }
    return rank;
  }

  private static SimpleMatrix matrix(List<float[]> rows, int ones) {
    int width = rows.get(0).length;
    SimpleMatrix matrix = new SimpleMatrix(rows.size(), width + ones);
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < width; j++) {
        matrix.set(i, j, rows.get(i)[j]);
      }
      for (int j = width; j < width + ones; j++) {
        matrix.set(i, j, 1);
      }
    }
    return matrix;
  }
}
