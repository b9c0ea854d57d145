package dev.brigandine.study;

import java.util.Arrays;

/**
 * The assignment problem: one column to each row so that the costs' sum is lowest. By shortest
 * augmenting paths with potentials (Kuhn's Hungarian method in the form of Jonker and Volgenant, "A
 * shortest augmenting path algorithm for dense and sparse linear assignment problems", 1987), in
 * cubic time.
 */
final class Assignment {
  private final double[][] costs;
  private final double[] rowPotential;
  private final double[] columnPotential;
  private final int[] rowOf;

  private Assignment(double[][] costs) {
    int n = costs.length;
    this.costs = costs;
    rowPotential = new double[n];
    columnPotential = new double[n];
    rowOf = new int[n];
    Arrays.fill(rowOf, -1);
  }

  /** The column of each row; the matrix is square. */
  static int[] cheapest(double[][] costs) {
    Assignment assignment = new Assignment(costs);
    for (int row = 0; row < costs.length; row++) {
      assignment.admit(row);
    }
    int[] columnOf = new int[costs.length];
    for (int column = 0; column < costs.length; column++) {
      columnOf[assignment.rowOf[column]] = column;
    }
    return columnOf;
  }

  /** Assigns one more row, and others anew along the cheapest path to a free column. */
  private void admit(int start) {
    int n = costs.length;
    double[] distance = new double[n];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int[] from = new int[n];
    boolean[] settled = new boolean[n];
    int row = start;
    int column = -1;
    double walked = 0;
    while (true) {
      int next = -1;
      for (int j = 0; j < n; j++) {
        if (settled[j]) {
          continue;
        }
        double through = walked + costs[row][j] - rowPotential[row] - columnPotential[j];
        if (through < distance[j]) {
          distance[j] = through;
          from[j] = column;
        }
        if (next < 0 || distance[j] < distance[next]) {
          next = j;
        }
      }
      walked = distance[next];
      column = next;
      if (rowOf[column] < 0) {
        break;
      }
      settled[column] = true;
      row = rowOf[column];
    }
    rowPotential[start] += walked;
    for (int j = 0; j < n; j++) {
      if (settled[j]) {
        rowPotential[rowOf[j]] += walked - distance[j];
        columnPotential[j] -= walked - distance[j];
      }
    }
    while (from[column] >= 0) {
      rowOf[column] = rowOf[from[column]];
      column = from[column];
    }
    rowOf[column] = start;
  }
}
