package dev.brigandine.audit.training.fit;

/**
 * How to train.
 *
 * @param steps of the optimizer, fewer where time is short
 * @param batch samples a step, fewer where there are fewer
 * @param rate Adam's, at first; it falls to a hundredth along half a cosine
 * @param statistics whether batch normalizations go by the batch, and learn from it
 */
public record Recipe(int steps, int batch, double rate, boolean statistics) {
  /** Passes over some samples instead of a number of steps. */
  public static Recipe epochs(int epochs, int count, int batch, double rate, boolean statistics) {
    int most = Math.min(batch, count);
    return new Recipe(epochs * ((count + most - 1) / most), batch, rate, statistics);
  }
}
