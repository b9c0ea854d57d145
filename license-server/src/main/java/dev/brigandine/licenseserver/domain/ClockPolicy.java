package dev.brigandine.licenseserver.domain;

/**
 * What a device must know of time.
 *
 * @param back seconds by which its clock may run backwards, 0 to 86,400
 * @param memoryRequired whether it refuses to open with no memory of the past
 */
public record ClockPolicy(long back, boolean memoryRequired) {
  /** Five minutes, no memory needed. */
  public static final ClockPolicy DEFAULT = new ClockPolicy(300, false);

  /** Checks the ranges. */
  public ClockPolicy {
    Bounds.check("seconds that a clock may run backwards", back, 0, 86_400);
  }
}
