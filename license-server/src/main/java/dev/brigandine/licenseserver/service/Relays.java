package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** Seats lent to a relay. */
public final class Relays {
  Relays() {}

  /**
   * A delegation (JWT) for a relay's public vendor key file; takes the seats out of the entitlement
   * until then. Needs admin.
   */
  public String grant(
      Actor actor, String entitlement, String bundle, String relayKeys, int seats, Instant until) {
    throw new UnsupportedOperationException();
  }
}
