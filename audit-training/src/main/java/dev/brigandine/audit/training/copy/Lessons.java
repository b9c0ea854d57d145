package dev.brigandine.audit.training.copy;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.audit.training.fit.Objective;
import dev.brigandine.audit.training.fit.Objectives;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Samples of the pool, and what a network is to answer to them.
 *
 * @param samples by the original's names
 * @param objective by their index
 */
record Lessons(Samples samples, Objective objective) {
  private static final int AT_ONCE = 100;

  /** From whom a thief learns. */
  enum Teacher {
    /** Labels, as of the owner's pool. */
    LABELS,
    /** The licensed application's own answers. */
    APPLICATION
  }

  /** Labels if there are any and the model answers classes; otherwise the application. */
  static Teacher strongest(Target target) {
    return hasLabels(target) ? Teacher.LABELS : Teacher.APPLICATION;
  }

  static boolean hasLabels(Target target) {
    return target.yardstick().task() == Yardstick.Task.CLASSES
        && target.data().pool().labels().isPresent();
  }

  /**
   * Some of the pool.
   *
   * @param count at most
   * @param seed of which ones
   */
  static Lessons of(Target target, int count, Teacher teacher, long seed) throws Exception {
    Samples pool = target.data().pool();
    Samples some = pool.only(chosen(pool.count(), count, seed));
    Yardstick yardstick = target.yardstick();
    float[][] answers = answers(target, teacher == Teacher.LABELS ? some.only(0) : some);
    boolean probabilities = Objectives.areProbabilities(answers);
    if (teacher == Teacher.LABELS) {
      int[] labels = some.labels().orElseThrow();
      return new Lessons(some, Objectives.labels(labels, yardstick.width(), probabilities));
    }
    return new Lessons(
        some,
        yardstick.task() == Yardstick.Task.CLASSES
            ? Objectives.soft(Objectives.probabilities(answers), probabilities)
            : Objectives.values(answers));
  }

  private static int[] chosen(int all, int count, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, all).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return order.stream().limit(count).mapToInt(Integer::intValue).toArray();
  }

  /** The application's answers, one row a sample. */
  static float[][] answers(Target target, Samples samples) throws Exception {
    try (Answering application = target.application()) {
      return answers(application, samples, target.yardstick().output());
    }
  }

  static float[][] answers(Answering model, Samples samples, String output) throws Exception {
    float[][] rows = new float[samples.count()][];
    int step = samples.batched() ? AT_ONCE : 1;
    for (int from = 0; from < rows.length; from += step) {
      int[] indices = IntStream.range(from, Math.min(rows.length, from + step)).toArray();
      Tensor answer = model.answer(samples.batch(indices)).get(output);
      float[] all = new float[Math.toIntExact(answer.count())];
      for (int i = 0; i < all.length; i++) {
        all[i] =
            answer.elementType() == 11
                ? (float) answer.data().getDouble(8 * i)
                : answer.data().getFloat(4 * i);
      }
      int each = all.length / indices.length;
      for (int i = 0; i < indices.length; i++) {
        rows[from + i] = Arrays.copyOfRange(all, i * each, (i + 1) * each);
      }
    }
    return rows;
  }
}
