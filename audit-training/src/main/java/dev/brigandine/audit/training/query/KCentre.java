package dev.brigandine.audit.training.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Picks points that lie far from each other: each next one is the farthest from all before it
 * (Gonzalez 1985; for active learning Sener and Savarese, ICLR 2018).
 */
final class KCentre {
  private KCentre() {}

  /**
   * The indices of those picked, the first picked first. Where several are as far, the first of
   * them.
   *
   * @param points to choose from
   * @param centres points that are chosen already; if none, the first point is picked first
   * @param count at most; fewer once only points remain that coincide with chosen ones
   */
  static List<Integer> pick(List<float[]> points, List<float[]> centres, int count) {
    float[] nearest = new float[points.size()];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    for (float[] centre : centres) {
      approach(points, centre, nearest);
    }
    List<Integer> picked = new ArrayList<>();
    while (picked.size() < count) {
      int farthest = -1;
      float distance = 0;
      for (int i = 0; i < nearest.length; i++) {
        if (nearest[i] > distance) {
          farthest = i;
          distance = nearest[i];
        }
      }
      if (farthest < 0) {
        break;
      }
      picked.add(farthest);
      approach(points, points.get(farthest), nearest);
    }
    return picked;
  }

  private static void approach(List<float[]> points, float[] centre, float[] nearest) {
    for (int i = 0; i < nearest.length; i++) {
      float[] point = points.get(i);
      float sum = 0;
      for (int j = 0; j < centre.length && sum < nearest[i]; j++) {
        float apart = point[j] - centre[j];
        sum += apart * apart;
      }
      if (sum < nearest[i]) {
        nearest[i] = sum;
      }
    }
  }
}
