package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.time.Duration;

/**
 * So many runs in so much time, in one process. What a machine runs in all its processes together
 * is not bounded by it.
 *
 * @param runs 1 to 10^9
 * @param per 1 second to 31 days, in whole seconds
 */
public record Rate(long runs, Duration per) {
  static final long MAX_RUNS = 1_000_000_000L;
  static final long MAX_SECONDS = 31L * 24 * 3600;

  /** Checks the ranges. */
  public Rate {
    if (runs < 1 || runs > MAX_RUNS) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a rate must grant 1 to " + MAX_RUNS + " runs, not " + runs);
    }
    if (per.getSeconds() < 1 || per.getSeconds() > MAX_SECONDS || per.getNano() != 0) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a rate's time must be 1 to " + MAX_SECONDS + " whole seconds, not " + per);
    }
  }
}
