package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a thief has without a single query: the surrogate's network, trained on labels of his own.
 * It is what an extraction must beat to be worth its queries.
 */
final class BlackBox {
  /** As many as someone labels by hand in an hour. */
  static final int LABELS = 60;

  private BlackBox() {}

  /**
   * The score after training on some labels, as many of each class as there are; empty if the owner
   * gave no labels.
   */
  static Optional<Score> score(Thief thief, int labels) throws Exception {
    Optional<int[]> known = thief.own().labels();
    if (known.isEmpty() || thief.goal() != Surrogate.Goal.CLASSES) {
      return Optional.empty();
    }
    Lessons lessons = new Lessons();
    int classes = thief.yardstick().width();
    for (int index : some(known.get(), classes, labels, thief.seed())) {
      lessons.add(
          List.of(thief.form().row(thief.own().item(index))),
          List.of(Answers.label(known.get()[index], classes)));
    }
    try (Copy copy = new Copy(thief, false)) {
      copy.learn(lessons);
      return Optional.of(thief.yardstick().score(copy));
    }
  }

  private static List<Integer> some(int[] labels, int classes, int count, long seed) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    int most = (count + classes - 1) / classes;
    int[] taken = new int[classes];
    List<Integer> some = new ArrayList<>();
    for (int index : order) {
      boolean known = labels[index] >= 0 && labels[index] < classes;
      if (known && some.size() < count && taken[labels[index]]++ < most) {
        some.add(index);
      }
    }
    return some;
  }
}
