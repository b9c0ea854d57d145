package dev.brigandine.audit.training.fit;

import dev.brigandine.audit.attack.AttackRun;
import java.time.Duration;

/** What is left of the time for one training. */
public interface Pace {
  /** Zero or less once it is over. */
  Duration left();

  /**
   * Called after each step.
   *
   * @param share done, from 0 to 1
   * @throws InterruptedException if training is to stop at once
   */
  void at(double share) throws InterruptedException;

  /**
   * A share of what an attack has left.
   *
   * @param share from 0 to 1, of the time left now
   * @param from where progress is now
   * @param to where it is to be then
   * @param what is done, in a clause
   */
  static Pace of(AttackRun run, double share, double from, double to, String what) {
    Duration end = run.left().minusMillis((long) (run.left().toMillis() * share));
    return new Pace() {
      @Override
      public Duration left() {
        return run.left().minus(end);
      }

      @Override
      public void at(double done) throws InterruptedException {
        run.progress(from + done * (to - from), what);
      }
    };
  }
}
