package dev.brigandine.audit.attack;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param chart which chart it belongs to; lines of the same chart share axes: {@code "surrogate
 *     accuracy by queries"}
 * @param label of the line
 * @param across what the points' x are: {@code "queries"}
 * @param up what their y are: {@code "accuracy"}
 * @param points by rising x
 */
public record Series(String chart, String label, String across, String up, List<Point> points) {
  /** Copies the points. */
  public Series {
    points = List.copyOf(points);
  }

  /**
   * A point, over one seed or several.
   *
   * @param low the least over all seeds
   * @param high the greatest
   */
  public record Point(double x, double mean, double low, double high) {}
}
