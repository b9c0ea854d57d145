package dev.brigandine.licenseserver.domain;

/** How an entitlement is used. */
public enum Kind {
  /** A licence per device, for good. */
  NODE_LOCKED,
  /** Seats lent to whichever activated device asks, for the time of a lease. */
  FLOATING
}
