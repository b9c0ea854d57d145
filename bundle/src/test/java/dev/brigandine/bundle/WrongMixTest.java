package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.KeySpec.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One key's matrix does not half undo the lock of another: what the two leave of a channel in its
 * own place is no more than a random rotation leaves.
 */
class WrongMixTest {
  private static final int PAIRS = 40;

  @ParameterizedTest
  @ValueSource(ints = {16, 24, 32, 33, 64, 100})
  void leavesNoChannelInItsPlace(int size) {
    // An element of a random rotation is nearly normal, of variance 1/size.
    double rotation = Math.sqrt(2 / (Math.PI * size));
    double[] kept = new double[size];
    double all = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      double[][] own = matrix(1, pair, size);
      double[][] wrong = matrix(2, pair, size);
      double[] diagonal = diagonalOfQuotient(wrong, own);
      for (int i = 0; i < size; i++) {
        kept[i] += Math.abs(diagonal[i]) / PAIRS / rotation;
        all += Math.abs(diagonal[i]) / PAIRS / rotation / size;
      }
    }
    // 1.08 is for the lengths that the two matrices change, sqrt(E(d^2) E(1/d^2)), d in 0.7..1.4.
    assertThat(all).as("mean of the diagonal, 1 is a rotation's").isBetween(0.9, 1.25);
    for (int i = 0; i < size; i++) {
      assertThat(kept[i]).as("element %d of the diagonal", i).isLessThan(1.9);
    }
  }

  private static double[][] matrix(int activation, int index, int size) {
    try (KeyTensors keys = KeyTensors.derive(Samples.activation(activation))) {
      ByteBuffer tensor =
          keys.tensor(
              index, new KeySpec("k", Kind.MIX, 1, size, List.of((long) size, (long) size)));
      double[][] matrix = new double[size][size];
      for (double[] row : matrix) {
        for (int j = 0; j < size; j++) {
          row[j] = tensor.getFloat();
        }
      }
      return matrix;
    }
  }

  /**
   * The diagonal of wrong · own^-1: row i of X = wrong · own^-1 solves X own = wrong, so Gauss on
   * the columns of both.
   */
  private static double[] diagonalOfQuotient(double[][] wrong, double[][] own) {
    int n = own.length;
    for (int pivot = 0; pivot < n; pivot++) {
      int best = pivot;
      for (int j = pivot + 1; j < n; j++) {
        best = Math.abs(own[pivot][j]) > Math.abs(own[pivot][best]) ? j : best;
      }
      swapColumns(own, pivot, best);
      swapColumns(wrong, pivot, best);
      double[] factors = own[pivot].clone();
      for (double[][] side : List.of(own, wrong)) {
        for (double[] row : side) {
          row[pivot] /= factors[pivot];
          for (int j = 0; j < n; j++) {
            row[j] -= j == pivot ? 0 : factors[j] * row[pivot];
          }
        }
      }
    }
    double[] diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = wrong[i][i];
    }
    return diagonal;
  }

  private static void swapColumns(double[][] matrix, int one, int other) {
    for (double[] row : matrix) {
      double kept = row[one];
      row[one] = row[other];
      row[other] = kept;
    }
  }
}
