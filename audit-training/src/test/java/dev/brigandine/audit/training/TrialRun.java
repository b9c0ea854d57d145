package dev.brigandine.audit.training;

import dev.brigandine.audit.attack.AttackRun;
import java.nio.file.Path;
import java.time.Duration;

/** A carrying out of an attack with a seed and a time of its own. */
public final class TrialRun implements AttackRun {
  private final long seed;
  private final long end;

  public TrialRun(long seed, Duration time) {
    this.seed = seed;
    this.end = System.nanoTime() + time.toNanos();
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public Duration left() {
    return Duration.ofNanos(end - System.nanoTime());
  }

  @Override
  public void progress(double share, String what) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("progress of " + share);
    }
  }

  @Override
  public Path scratch() {
    throw new UnsupportedOperationException("nothing is written");
  }
}
