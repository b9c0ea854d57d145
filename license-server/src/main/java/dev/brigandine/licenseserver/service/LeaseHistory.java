package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** Leases in use over time. */
public final class LeaseHistory {
  LeaseHistory() {}

  /** From 1 to 500 stretches of equal length; of one entitlement, or of all. Needs viewer. */
  public List<HistoryPoint> points(
      Actor actor, Optional<String> entitlement, Instant from, Instant to, int buckets) {
    throw new UnsupportedOperationException();
  }
}
