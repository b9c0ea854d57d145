package dev.brigandine.audit.training.query;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a surrogate is trained.
 *
 * @param seen how many times lessons are shown in all; few lessons are shown more often
 * @param batch lessons a step
 * @param rate Adam's at first, falling to a hundredth by half a cosine
 * @param left what is left of the time; training ends early when it runs out
 */
record Recipe(int seen, int batch, float rate, Supplier<Duration> left) {
  private static final int MOST_EPOCHS = 60;
  private static final int FEW = 30_000;
  private static final int MANY = 300_000;

  /** For a surrogate that is to be scored. */
  static Recipe whole(int lessons, Supplier<Duration> left) {
    int seen = Math.min(MOST_EPOCHS * lessons, FEW + Math.min(5 * lessons, MANY));
    return new Recipe(seen, lessons < 3000 ? 32 : 128, lessons < 3000 ? 1.5e-3f : 2e-3f, left);
  }

  /** For one that only helps to choose the next questions. */
  static Recipe scout(int lessons, Supplier<Duration> left) {
    return new Recipe(Math.min(lessons * 15, 12_000), 64, 2e-3f, left);
  }
}
