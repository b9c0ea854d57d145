package dev.brigandine.bundle;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A dense matrix with an inverse no worse than itself: reflections (Householder, 1958) on either
 * side of a diagonal with random signs. Only addition, subtraction, multiplication and division of
 * doubles in a fixed order, so that vendor and customer get the same bits on any JVM (JLS 15.4,
 * strict since 17).
 */
final class MixMatrix implements AutoCloseable {
  /** Up to 32 rows; half as many as rows above. */
  private static final int REFLECTIONS = 16;

  private final int size;
  private final double[][] rows;
  private final double[] vector;
  private final double[] sums;

  MixMatrix(int size) {
    this.size = size;
    this.rows = new double[size][size];
    this.vector = new double[size];
    this.sums = new double[size];
  }

  /** Makes the next matrix of the stream and appends it to {@code out}. */
  void next(KeyStream stream, ByteBuffer out) {
    for (int i = 0; i < size; i++) {
      Arrays.fill(rows[i], 0);
      rows[i][i] = stream.factor(0.7, 0.7);
    }
    int reflections = reflections();
    for (int i = 0; i < reflections; i++) {
      fromLeft(draw(stream));
      fromRight(draw(stream));
    }
    for (double[] row : rows) {
      for (double element : row) {
        out.putFloat((float) element);
      }
    }
  }

  /**
   * How many on each side. Of the diagonal, each leaves a share of 1 - 2/size: on both sides
   * together, e^-2 is left of a large one and less of a small one. Where much of it is left, the
   * key tensor of another half undoes the lock. A dozen matrices of 24 rows take some milliseconds,
   * in a JVM that has compiled nothing yet.
   */
  private int reflections() {
    return size > 2 * REFLECTIONS ? size / 2 : Math.min(size, REFLECTIONS);
  }

  /**
   * Fills the vector and returns 2 / (v · v); 0 for the vector of zeros, which reflects nothing.
   */
  private double draw(KeyStream stream) {
    for (int i = 0; i < size; i++) {
      vector[i] = stream.signed();
    }
    double square = dot(vector, vector);
    return square == 0 ? 0 : 2 / square;
  }

  /** M - factor · v (v^T M). */
  private void fromLeft(double factor) {
    Arrays.fill(sums, 0);
    for (int i = 0; i < size; i++) {
      add(sums, vector[i], rows[i]);
    }
    for (int i = 0; i < size; i++) {
      add(rows[i], -(factor * vector[i]), sums);
    }
  }

  /** M - factor · (M v) v^T. */
  private void fromRight(double factor) {
    for (int i = 0; i < size; i++) {
      add(rows[i], -(factor * dot(rows[i], vector)), vector);
    }
  }

  // Two short methods that all of the work goes through: the JIT compiles them within the first
  // matrix.

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  @Override
  public void close() {
    for (double[] row : rows) {
      Arrays.fill(row, 0);
    }
    Arrays.fill(vector, 0);
    Arrays.fill(sums, 0);
  }
}
