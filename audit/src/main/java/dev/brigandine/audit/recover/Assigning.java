package dev.brigandine.audit.recover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.jgrapht.alg.matching.KuhnMunkresMinimalWeightBipartitePerfectMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;

/**
 * One captured channel to each of the base's, so that they are most alike in all. Pairs that are
 * each other's nearest by far are taken at once; the rest is JGraphT's to assign, whose solver is
 * quick on hundreds of channels and slow and large on thousands.
 */
final class Assigning {
  /** A pair that stands out from all others by this share of its score needs no solver. */
  private static final double CLEAR = 0.1;

  private Assigning() {}

  /**
   * The assignment.
   *
   * @param scores by the base's channel, then the captured one's place
   * @return the base's channel at each captured place
   */
  static int[] of(DMatrixRMaj scores) {
    int n = scores.numRows;
    int[] order = new int[n];
    Arrays.fill(order, -1);
    double[][] best = new double[4][n];
    int[] rowBest = new int[n];
    int[] columnBest = new int[n];
    Arrays.stream(best).forEach(row -> Arrays.fill(row, Double.NEGATIVE_INFINITY));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double score = scores.get(i, j);
        note(score, best[0], best[1], i, rowBest, j);
        note(score, best[2], best[3], j, columnBest, i);
      }
    }
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int j = rowBest[i];
      double score = best[0][i];
      double other = Math.max(best[1][i], best[3][j]);
      if (columnBest[j] == i && (n == 1 || score - other > CLEAR * Math.abs(score) + 1)) {
        order[j] = i;
      } else {
        rows.add(i);
      }
    }
    List<Integer> columns = new ArrayList<>();
    for (int j = 0; j < n; j++) {
      if (order[j] < 0) {
        columns.add(j);
      }
    }
    solve(scores, rows, columns, order);
    return order;
  }

  private static void note(
      double score, double[] first, double[] second, int at, int[] where, int what) {
    if (score > first[at]) {
      second[at] = first[at];
      first[at] = score;
      where[at] = what;
    } else if (score > second[at]) {
      second[at] = score;
    }
  }

  private static void solve(
      DMatrixRMaj scores, List<Integer> rows, List<Integer> columns, int[] order) {
    if (rows.isEmpty()) {
      return;
    }
    int n = scores.numRows;
    SimpleWeightedGraph<Integer, DefaultWeightedEdge> graph =
        new SimpleWeightedGraph<>(DefaultWeightedEdge.class);
    Map<Integer, Integer> all = new LinkedHashMap<>();
    rows.forEach(i -> all.put(i, i));
    columns.forEach(j -> all.put(n + j, j));
    all.keySet().forEach(graph::addVertex);
    double most = 0;
    for (int i : rows) {
      for (int j : columns) {
        most = Math.max(most, scores.get(i, j));
      }
    }
    for (int i : rows) {
      for (int j : columns) {
        graph.setEdgeWeight(graph.addEdge(i, n + j), most - scores.get(i, j));
      }
    }
    var matching =
        new KuhnMunkresMinimalWeightBipartitePerfectMatching<>(
                graph,
                new java.util.LinkedHashSet<>(rows),
                new java.util.LinkedHashSet<>(columns.stream().map(j -> n + j).toList()))
            .getMatching();
    for (DefaultWeightedEdge edge : matching.getEdges()) {
      int one = graph.getEdgeSource(edge);
      int other = graph.getEdgeTarget(edge);
      order[Math.max(one, other) - n] = Math.min(one, other);
    }
  }
}
