package dev.brigandine.study;

import java.util.Random;
import org.ejml.simple.SimpleMatrix;

/**
 * The matrix {@code left ⊗ right} that takes one matrix nearest to another, by least squares in
 * turns.
 *
 * @param left factor
 * @param right factor
 * @param error the distance left, of the target's length
 */
record Kronecker(SimpleMatrix left, SimpleMatrix right, double error) {
  private static final int STARTS = 4;
  private static final int ROUNDS = 60;

  static Kronecker fit(SimpleMatrix from, SimpleMatrix to, int size, Random random) {
    Kronecker best = null;
    for (int start = 0; start < STARTS; start++) {
      int other = from.getNumCols() / size;
      Kronecker found = fit(from, to, Draw.rotation(other, random), ROUNDS);
      if (best == null || found.error < best.error) {
        best = found;
      }
    }
    return best;
  }

  /** From a first guess of the right factor. */
  static Kronecker fit(SimpleMatrix from, SimpleMatrix to, SimpleMatrix guess, int rounds) {
    int small = guess.getNumCols();
    int large = from.getNumCols() / small;
    SimpleMatrix right = guess;
    SimpleMatrix left = null;
    for (int round = 0; round < rounds; round++) {
      left = solve(turn(byRight(from, right), large), turn(to, large));
      right = solve(tall(byLeft(from, left), small), tall(to, small));
    }
    SimpleMatrix fitted = byRight(byLeft(from, left), right);
    return new Kronecker(left, right, fitted.minus(to).normF() / to.normF());
  }

  SimpleMatrix undo(SimpleMatrix locked) {
    return byRight(byLeft(locked, left), right);
  }

  /** Times {@code identity ⊗ right}. */
  private static SimpleMatrix byRight(SimpleMatrix matrix, SimpleMatrix right) {
    int small = right.getNumCols();
    return wide(tall(matrix, small).mult(right), matrix.getNumCols() / small);
  }

  /** Times {@code left ⊗ identity}. */
  private static SimpleMatrix byLeft(SimpleMatrix matrix, SimpleMatrix left) {
    int large = left.getNumCols();
    SimpleMatrix turned = turn(matrix, large).mult(left);
    int small = matrix.getNumCols() / large;
    SimpleMatrix back = new SimpleMatrix(matrix.getNumRows(), matrix.getNumCols());
    for (int row = 0; row < matrix.getNumRows(); row++) {
      for (int p = 0; p < large; p++) {
        for (int q = 0; q < small; q++) {
          back.set(row, p * small + q, turned.get(row * small + q, p));
        }
      }
    }
    return back;
  }

  /** [rows, large * small] as [rows * small, large]. */
  private static SimpleMatrix turn(SimpleMatrix matrix, int large) {
    int small = matrix.getNumCols() / large;
    SimpleMatrix turned = new SimpleMatrix(matrix.getNumRows() * small, large);
    for (int row = 0; row < matrix.getNumRows(); row++) {
      for (int p = 0; p < large; p++) {
        for (int q = 0; q < small; q++) {
          turned.set(row * small + q, p, matrix.get(row, p * small + q));
        }
      }
    }
    return turned;
  }

  /** [rows, large * small] as [rows * large, small]; the elements stay where they are. */
  private static SimpleMatrix tall(SimpleMatrix matrix, int small) {
    SimpleMatrix tall = matrix.copy();
    tall.reshape(matrix.getNumElements() / small, small);
    return tall;
  }

  private static SimpleMatrix wide(SimpleMatrix tall, int large) {
    SimpleMatrix wide = tall.copy();
    wide.reshape(tall.getNumRows() / large, tall.getNumCols() * large);
    return wide;
  }

  /** By the normal equations, a little damped: the factors are small and well-conditioned. */
  private static SimpleMatrix solve(SimpleMatrix from, SimpleMatrix to) {
    SimpleMatrix square = from.transpose().mult(from);
    double damping = 1e-9 * square.trace() / square.getNumCols();
    SimpleMatrix damped = square.plus(damping, SimpleMatrix.identity(square.getNumCols()));
    return damped.solve(from.transpose().mult(to));
  }
}
