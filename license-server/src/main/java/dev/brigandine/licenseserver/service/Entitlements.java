package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** What customers bought. */
public final class Entitlements {
  Entitlements() {}

  /** Needs issuer. */
  public Entitlement create(Actor actor, String customer, List<String> bundles, Terms terms) {
    throw new UnsupportedOperationException();
  }

  /** Needs viewer. */
  public Entitlement get(Actor actor, String id) {
    throw new UnsupportedOperationException();
  }

  /** Of one customer or of all. Needs viewer. */
  public Page<Entitlement> list(Actor actor, Optional<String> customer, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  /**
   * No more licences nor leases; the revocation list names it. For good; a second time is a
   * conflict. Needs issuer.
   */
  public Entitlement revoke(Actor actor, String id, String reason) {
    throw new UnsupportedOperationException();
  }

  /** A later expiry; devices get it with their next activation. Needs issuer. */
  public Entitlement extend(Actor actor, String id, Instant expires) {
    throw new UnsupportedOperationException();
  }
}
