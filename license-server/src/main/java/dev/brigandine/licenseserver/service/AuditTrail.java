package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** Who did what. */
public final class AuditTrail {
  AuditTrail() {}

  /** Newest first. Needs viewer. */
  public Page<AuditEntry> list(Actor actor, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  /**
   * Walks the whole chain; the number of the first entry that is not whole, or empty. Needs viewer.
   */
  public OptionalLong verify(Actor actor) {
    throw new UnsupportedOperationException();
  }
}
