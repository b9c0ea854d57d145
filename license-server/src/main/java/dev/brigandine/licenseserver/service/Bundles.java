package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** Bundles that this server may license. */
public final class Bundles {
  Bundles() {}

  /**
   * Registers, or renews, a bundle by a delegation (a licence JWT) to this server's key. A
   * delegation with seats makes the entitlement, too. Needs admin.
   */
  public RegisteredBundle register(Actor actor, String delegation) {
    throw new UnsupportedOperationException();
  }

  /** Needs viewer. */
  public RegisteredBundle get(Actor actor, String id) {
    throw new UnsupportedOperationException();
  }

  /** Needs viewer. */
  public Page<RegisteredBundle> list(Actor actor, PageRequest page) {
    throw new UnsupportedOperationException();
  }
}
