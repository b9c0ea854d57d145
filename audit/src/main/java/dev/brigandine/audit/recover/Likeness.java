package dev.brigandine.audit.recover;

import dev.brigandine.armor.classes.Level;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * How alike each of the base's channels is to each of the captured ones: the gain in likelihood
 * over chance, for rows of normal numbers whose correlation is the one measured, {@code -D/2 ·
 * log(1 - r²)}. So what many weights say counts for more than what few say. Directions are compared
 * as ArrowMatch does (its authors recover obfuscated weights from the public ones so).
 */
final class Likeness {
  /** More columns than this tell no more. */
  private static final int MOST = 2048;

  private static final double NEAREST = 1 - 1e-6;

  private final DMatrixRMaj scores;

  Likeness(int channels) {
    scores = new DMatrixRMaj(channels, channels);
  }

  /** By the base's channel, then by the captured one's place. */
  DMatrixRMaj scores() {
    return scores;
  }

  /**
   * Adds what rows say.
   *
   * @param base {@code channels × width}
   * @param captured as many
   * @param level what may have been done to each row of the captured ones
   * @param weight as how many independent numbers a row counts
   */
  void add(double[] base, double[] captured, Level level, double weight) {
    int n = scores.numRows;
    int width = base.length / n;
    int kept = Math.min(MOST, width);
    DMatrixRMaj x = thinned(base, n, width, kept);
    DMatrixRMaj y = thinned(captured, n, width, kept);
    if (level == Level.NONE) {
      centre(x);
      centre(y);
    }
    double[] xs = squares(x);
    double[] ys = squares(y);
    DMatrixRMaj products = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransB(x, y, products);
    double half = Math.min(weight, kept) / 2;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double by = level == Level.NONE ? (xs[i] + ys[j]) / 2 : Math.sqrt(xs[i] * ys[j]);
        double r = by == 0 ? 0 : products.get(i, j) / by;
        if (level.compareTo(Level.SIGNED) < 0) {
          r = Math.max(0, r);
        }
        add(i, j, r * r, half);
      }
    }
  }

  /** Adds what one square of a correlation says. */
  void add(int i, int j, double square, double half) {
    scores.add(i, j, -half * Math.log(1 - Math.min(NEAREST, square)));
  }

  private static DMatrixRMaj thinned(double[] rows, int n, int width, int kept) {
    if (kept == width) {
      return DMatrixRMaj.wrap(n, width, Arrays.copyOf(rows, rows.length));
    }
    DMatrixRMaj thinned = new DMatrixRMaj(n, kept);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < kept; j++) {
        thinned.data[i * kept + j] = rows[i * width + (int) ((long) j * width / kept)];
      }
    }
    return thinned;
  }

  /** What all channels have in common tells none from another. */
  private static void centre(DMatrixRMaj rows) {
    int n = rows.numRows;
    int width = rows.numCols;
    double[] mean = new double[width];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < width; j++) {
        mean[j] += rows.data[i * width + j] / n;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < width; j++) {
        rows.data[i * width + j] -= mean[j];
      }
    }
  }

  private static double[] squares(DMatrixRMaj rows) {
    double[] squares = new double[rows.numRows];
    for (int i = 0; i < rows.data.length; i++) {
      squares[i / rows.numCols] += rows.data[i] * rows.data[i];
    }
    return squares;
  }
}
