package dev.brigandine.audit.training.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far an attack goes in the time it may take.
 *
 * @param checkpoints at how many queries a surrogate is scored
 * @param seeds how many times all is done
 * @param time all of it may take
 */
record Plan(List<Integer> checkpoints, int seeds, Duration time) {
  /** From here on an attack is carried out in full. */
  private static final Duration FULL = Duration.ofMinutes(10);

  /** What an attack takes in an audit that has many to run. */
  private static final Duration SHORT = Duration.ofSeconds(40);

  /** So many numbers are kept in memory, 200 MB. */
  private static final long KEPT = 50_000_000;

  /**
   * The plan.
   *
   * @param left the time there is
   * @param row how many numbers a question has
   */
  static Plan of(Duration left, int row) {
    boolean full = left.compareTo(FULL) >= 0;
    int most = (int) Math.max(100, Math.min(20_000, KEPT / Math.max(1, row)));
    List<Integer> checkpoints = new ArrayList<>();
    for (int checkpoint : full ? new int[] {1000, 10_000, 20_000} : new int[] {300, 1000, 5000}) {
      if (checkpoint < most) {
        checkpoints.add(checkpoint);
      } else if (checkpoints.isEmpty() || checkpoints.get(checkpoints.size() - 1) < most) {
        checkpoints.add(most);
      }
    }
    Duration most90 = left.multipliedBy(9).dividedBy(10);
    return new Plan(
        List.copyOf(checkpoints),
        full ? 3 : 1,
        full || most90.compareTo(SHORT) < 0 ? most90 : SHORT);
  }
}
