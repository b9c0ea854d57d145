package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.AttackRun;
import java.nio.file.Path;
import java.time.Duration;

/** One attack in a test. */
record Trial(Path scratch) implements AttackRun {
  @Override
  public long seed() {
    return 7;
  }

  @Override
  public Duration left() {
    return Duration.ofMinutes(5);
  }

  @Override
  public void progress(double share, String what) {
    if (!(share >= 0 && share <= 1) || what.isEmpty()) {
      throw new IllegalArgumentException(share + " " + what);
    }
  }
}
