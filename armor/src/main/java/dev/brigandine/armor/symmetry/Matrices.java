package dev.brigandine.armor.symmetry;

/** Small square matrices, row by row. */
public final class Matrices {
  private Matrices() {}

  /** Rows for columns. */
  public static double[] transposed(double[] a, int n) {
    double[] t = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        t[j * n + i] = a[i * n + j];
      }
    }
    return t;
  }

  /** By Gauss and Jordan, with the largest pivot of each column. */
  static double[] inverse(double[] of, int n) {
    double[] a = of.clone();
    double[] inverse = new double[n * n];
    for (int i = 0; i < n; i++) {
      inverse[i * n + i] = 1;
    }
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int i = column + 1; i < n; i++) {
        if (Math.abs(a[i * n + column]) > Math.abs(a[pivot * n + column])) {
          pivot = i;
        }
      }
      if (a[pivot * n + column] == 0) {
        throw new IllegalArgumentException("a mixing matrix cannot be inverted");
      }
      swap(a, n, pivot, column);
      swap(inverse, n, pivot, column);
      double scale = 1 / a[column * n + column];
      for (int j = 0; j < n; j++) {
        a[column * n + j] *= scale;
        inverse[column * n + j] *= scale;
      }
      for (int i = 0; i < n; i++) {
        double factor = a[i * n + column];
        if (i != column && factor != 0) {
          for (int j = 0; j < n; j++) {
            a[i * n + j] -= factor * a[column * n + j];
            inverse[i * n + j] -= factor * inverse[column * n + j];
          }
        }
      }
    }
    return inverse;
  }

  private static void swap(double[] a, int n, int one, int other) {
    for (int j = 0; one != other && j < n; j++) {
      double kept = a[one * n + j];
      a[one * n + j] = a[other * n + j];
      a[other * n + j] = kept;
    }
  }

  /**
   * A dense invertible matrix whose condition number is at most 2: reflections, a diagonal of
   * magnitudes 0.7 to 1.4, and reflections again.
   *
   * <p>Source: A. S. Householder, Unitary Triangularization of a Nonsymmetric Matrix, JACM 5
   * (1958).
   */
  static double[] random(int n, SecretRandom random) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      double magnitude = 0.7 + 0.7 * random.unit();
      a[i * n + i] = random.bits() < 0 ? -magnitude : magnitude;
    }
    for (int turn = 0; turn < Math.min(n, 24); turn++) {
      reflectRows(a, n, random);
      a = transposed(a, n);
      reflectRows(a, n, random);
      a = transposed(a, n);
    }
    return a;
  }

  private static void reflectRows(double[] a, int n, SecretRandom random) {
    double[] v = new double[n];
    double norm = 0;
    for (int i = 0; i < n; i++) {
      v[i] = 2 * random.unit() - 1;
      norm += v[i] * v[i];
    }
    if (norm == 0) {
      return;
    }
    for (int j = 0; j < n; j++) {
      double along = 0;
      for (int i = 0; i < n; i++) {
        along += v[i] * a[i * n + j];
      }
      along *= 2 / norm;
      for (int i = 0; i < n; i++) {
        a[i * n + j] -= along * v[i];
      }
    }
  }
}
