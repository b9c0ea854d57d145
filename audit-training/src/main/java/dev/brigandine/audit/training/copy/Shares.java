package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.training.fit.Pace;

/** Divides what an attack has left among the trainings that it plans, one after the other. */
final class Shares {
  /** What is kept for scoring between. */
  private static final double FOR_TRAINING = 0.85;

  private final AttackRun run;
  private final String what;
  private final double all;
  private double done;

  /**
   * @param all the weights of all trainings planned
   */
  Shares(AttackRun run, double all, String what) {
    this.run = run;
    this.all = all;
    this.what = what;
  }

  Pace next() {
    return next(1);
  }

  /** The time for one, which is its weight's part of what is left. */
  Pace next(double weight) {
    double left = Math.max(all - done, weight);
    Pace pace =
        Pace.of(
            run,
            FOR_TRAINING * weight / left,
            Math.min(1, done / all),
            Math.min(1, (done + weight) / all),
            what);
    done += weight;
    return pace;
  }
}
