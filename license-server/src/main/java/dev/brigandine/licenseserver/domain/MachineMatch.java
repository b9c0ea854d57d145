package dev.brigandine.licenseserver.domain;

/** How many of a machine's traits must still be those of its activation. */
public enum MachineMatch {
  /** Each that was stated. */
  ALL,
  /** More than half of those that were stated. */
  MOST,
  /** At least two. */
  TWO,
  /** At least one. */
  ANY
}
