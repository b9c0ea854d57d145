package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** Floating seats. */
public final class Leasing {
  Leasing() {}

  /**
   * A seat, or NO_FREE_LEASE with the seconds until one may be free. The same instance again gets
   * its own seat with a higher fence.
   */
  public GrantedLease claim(LeaseRequest request, String licence) {
    throw new UnsupportedOperationException();
  }

  /** LEASE_LOST if the seat is another's now. */
  public GrantedLease renew(LeaseRequest request, String lease, long fence) {
    throw new UnsupportedOperationException();
  }

  /** Gives the seat back; once more changes nothing. */
  public void release(LeaseRequest request, String lease, long fence) {
    throw new UnsupportedOperationException();
  }

  /** Leases that are not over. Needs viewer. */
  public Page<OpenLease> list(Actor actor, Optional<String> entitlement, PageRequest page) {
    throw new UnsupportedOperationException();
  }
}
