package dev.brigandine.audit.recover;

import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Verdict;

/** What a copy is worth by its score. */
public final class Worth {
  private static final double AS_GOOD = 0.02;
  private static final double AGREES = 0.98;
  private static final double NOISE = 0.03;

  private Worth() {}

  /**
   * The verdict on a copy.
   *
   * @param nothing what the thief has without it: by guessing, or from elsewhere
   */
  public static Verdict of(Score copy, Score original, double nothing) {
    boolean right =
        copy.accuracy().isPresent()
            && copy.accuracy().getAsDouble() >= original.accuracy().orElse(1) - AS_GOOD;
    if (copy.agreement() >= AGREES || right) {
      return Verdict.FULL;
    }
    return copy.main() <= nothing + NOISE ? Verdict.NOTHING : Verdict.PARTIAL;
  }

  /** What the main score is called. */
  public static String measure(Score score) {
    return score.accuracy().isPresent() ? "accuracy" : "agreement";
  }
}
