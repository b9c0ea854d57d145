package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.time.Duration;

/**
 * What a licence asks of the machine's clock.
 *
 * @param back how far time may run backwards of what was seen before, 0 seconds to 1 day, in whole
 *     seconds; within that the later time counts
 * @param memoryRequired whether a machine that cannot show what it saw before (state deleted, a
 *     container without a volume) is refused unless a server or a hardware counter vouches for it
 */
public record ClockPolicy(Duration back, boolean memoryRequired) {
  /** Five minutes back, and no memory needed. */
  public static final ClockPolicy DEFAULT = new ClockPolicy(Duration.ofSeconds(300), false);

  static final long MAX_BACK = 24L * 3600;

  /** Checks the range. */
  public ClockPolicy {
    if (back.getSeconds() < 0 || back.getSeconds() > MAX_BACK || back.getNano() != 0) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a clock may run back 0 to " + MAX_BACK + " whole seconds, not " + back);
    }
  }
}
