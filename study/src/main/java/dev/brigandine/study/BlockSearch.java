package dev.brigandine.study;

import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;

/**
 * An attack on a block-diagonal mix between two secret orders. A block's columns of the locked
 * matrix and of the base span nearly the same space; so columns of either are put, in turns, into
 * the groups whose span is nearest, and each group is then fitted by least squares.
 */
final class BlockSearch {
  private static final int ROUNDS = 15;

  private final SimpleMatrix locked;
  private final SimpleMatrix base;
  private final int size;

  /** The group of each column. */
  private int[] lockedGroups;

  private int[] baseGroups;

  private BlockSearch(SimpleMatrix locked, SimpleMatrix base, int size) {
    this.locked = locked;
    this.base = base;
    this.size = size;
    lockedGroups = guess();
  }

  static SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, int size) {
    BlockSearch search = new BlockSearch(locked, base, size);
    for (int round = 0; round < ROUNDS; round++) {
      search.baseGroups = nearest(base, locked, search.lockedGroups, size);
      search.lockedGroups = nearest(locked, base, search.baseGroups, size);
    }
    return search.fitted();
  }

  /**
   * Groups of locked columns that the base's columns are made of together: each group grows about a
   * column from those whose coefficients, by ridge regression, are alike.
   */
  private int[] guess() {
    int n = locked.getNumCols();
    SimpleMatrix square = locked.transpose().mult(locked);
    SimpleMatrix damped = square.plus(0.01 * square.trace() / n, SimpleMatrix.identity(n));
    SimpleMatrix made = damped.solve(locked.transpose().mult(base)).elementPower(2);
    SimpleMatrix together = made.mult(made.transpose());
    int[] groups = new int[n];
    Arrays.fill(groups, -1);
    for (int group = 0; group < n / size; group++) {
      double[] likeness = null;
      for (int member = 0; member < size; member++) {
        int next = -1;
        for (int i = 0; i < n; i++) {
          if (groups[i] < 0 && (next < 0 || likeness != null && likeness[i] > likeness[next])) {
            next = i;
          }
        }
        groups[next] = group;
        likeness = likeness == null ? new double[n] : likeness;
        for (int i = 0; i < n; i++) {
          likeness[i] +=
              together.get(next, i) / Math.sqrt(together.get(next, next) * together.get(i, i));
        }
      }
    }
    return groups;
  }

  /** The group of each column of {@code columns}, by the spans of groups of {@code spanning}. */
  private static int[] nearest(
      SimpleMatrix columns, SimpleMatrix spanning, int[] groups, int size) {
    int n = groups.length;
    double[][] costs = new double[n][n];
    for (int group = 0; group < n / size; group++) {
      SimpleMatrix basis = members(spanning, groups, group, size).svd(true).getU();
      basis = basis.cols(0, Math.min(size, basis.getNumCols()));
      SimpleMatrix within = basis.transpose().mult(columns);
      for (int i = 0; i < n; i++) {
        double all = Math.pow(columns.getColumn(i).normF(), 2);
        double part = Math.pow(within.getColumn(i).normF(), 2) / Math.max(1e-12, all);
        for (int slot = 0; slot < size; slot++) {
          costs[i][group * size + slot] = -part;
        }
      }
    }
    int[] slots = Assignment.cheapest(costs);
    int[] found = new int[n];
    for (int i = 0; i < n; i++) {
      found[i] = slots[i] / size;
    }
    return found;
  }

  private SimpleMatrix fitted() {
    SimpleMatrix fitted = new SimpleMatrix(base.getNumRows(), base.getNumCols());
    for (int group = 0; group < base.getNumCols() / size; group++) {
      SimpleMatrix from = members(locked, lockedGroups, group, size);
      SimpleMatrix by = from.pseudoInverse();
      for (int i = 0; i < base.getNumCols(); i++) {
        if (baseGroups[i] == group) {
          fitted.insertIntoThis(0, i, from.mult(by.mult(base.getColumn(i))));
        }
      }
    }
    return fitted;
  }

  private static SimpleMatrix members(SimpleMatrix matrix, int[] groups, int group, int size) {
    SimpleMatrix members = new SimpleMatrix(matrix.getNumRows(), size);
    int at = 0;
    for (int i = 0; i < groups.length; i++) {
      if (groups[i] == group) {
        members.insertIntoThis(0, at++, matrix.getColumn(i));
      }
    }
    return members;
  }
}
