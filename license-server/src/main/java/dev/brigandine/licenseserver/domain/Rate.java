package dev.brigandine.licenseserver.domain;

/**
 * How often a model may run.
 *
 * @param runs at most so many, 1 to 1,000,000,000
 * @param seconds in any time so long, 1 to 2,678,400 (31 days)
 */
public record Rate(long runs, long seconds) {
  /** Checks the ranges. */
  public Rate {
    Bounds.check("rate runs", runs, 1, 1_000_000_000L);
    Bounds.check("rate seconds", seconds, 1, 2_678_400L);
  }
}
