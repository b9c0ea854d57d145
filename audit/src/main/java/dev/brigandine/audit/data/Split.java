package dev.brigandine.audit.data;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Parts samples in what a thief may have and what copies are scored on. */
final class Split {
  /** Of samples that a model answers in a moment. */
  static final int MOST_TESTED = 1000;

  private Split() {}

  /**
   * Shuffled, since files are often sorted by label; the same at every call. Three in ten are for
   * testing.
   *
   * @param most how many at most: copies are scored some hundred times in an audit
   */
  static AuditData of(Samples all, int most, String origin) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < all.count(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));
    int tested = Math.min(most, Math.max(2, all.count() * 3 / 10));
    int[] test = order.stream().limit(tested).mapToInt(i -> i).toArray();
    int[] pool = order.stream().skip(tested).mapToInt(i -> i).toArray();
    return new AuditData(all.only(pool), all.only(test), origin);
  }
}
