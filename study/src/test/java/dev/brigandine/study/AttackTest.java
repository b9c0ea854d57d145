package dev.brigandine.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The attacks are as strong as the study says: a weak thief would flatter the locks. */
class AttackTest {
  private final Random random = new Random(11);

  @Test
  void assignmentIsTheCheapest() {
    for (int run = 0; run < 200; run++) {
      int n = 1 + random.nextInt(6);
      double[][] costs = new double[n][n];
      for (double[] row : costs) {
        for (int j = 0; j < n; j++) {
          row[j] = run % 2 == 0 ? random.nextGaussian() : random.nextInt(3);
        }
      }
      int[] found = Assignment.cheapest(costs);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += costs[i][found[i]];
      }
      assertThat(found).doesNotHaveDuplicates();
      assertThat(sum).isCloseTo(cheapest(costs, 0, 0), within(1e-9));
    }
  }

  /** With few unknowns and a base near by, hardly anything of the tuning stays hidden. */
  @ParameterizedTest
  @EnumSource(names = {"PERMUTE", "SCALE", "BLOCKS", "KRONECKER"})
  void structuredLocksAreUndone(LockKind kind) {
    assertThat(left(kind, 128, 64)).isLessThan(0.5);
  }

  /** A square layer's least squares fit whatever the base is: the thief learns nothing. */
  @Test
  void denseLockOfASquareLayerGivesTheBase() {
    assertThat(left(LockKind.DENSE, 32, 32)).isBetween(0.99, 1.01);
  }

  /** A tall one gives the part of the tuning that the mix cannot imitate. */
  @Test
  void denseLockOfATallLayerIsUndoneInPart() {
    assertThat(left(LockKind.DENSE, 128, 32)).isBetween(0.45, 0.55);
  }

  private double left(LockKind kind, int out, int in) {
    SimpleMatrix base = Draw.normal(out, in, random);
    SimpleMatrix victim = base.plus(Draw.normal(out, in, random).scale(0.1));
    SimpleMatrix found = kind.recover(kind.apply(victim, random), base, random);
    return found.minus(victim).normF() / base.minus(victim).normF();
  }

  private static double cheapest(double[][] costs, int row, int taken) {
    if (row == costs.length) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int j = 0; j < costs.length; j++) {
      if ((taken >> j & 1) == 0) {
        best = Math.min(best, costs[row][j] + cheapest(costs, row + 1, taken | 1 << j));
      }
    }
    return best;
  }
}
