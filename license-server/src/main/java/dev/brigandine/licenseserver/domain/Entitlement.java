package dev.brigandine.licenseserver.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The vendor's record of what a customer bought; licences and leases come from it.
 *
 * @param id 22 characters, random
 * @param customer a {@link Customer#id()}; empty on a relay, which has no customers of its own
 * @param bundles ids of registered bundles, 1 to 64
 * @param revision rises with each change of the terms
 * @param revoked why it no longer grants anything, if it does not
 */
public record Entitlement(
    String id,
    Optional<String> customer,
    List<String> bundles,
    Terms terms,
    long revision,
    Optional<Revocation> revoked,
    Instant created) {
  /** The most bundles of one. */
  public static final int MAX_BUNDLES = 64;

  /** Checks the ranges. */
  public Entitlement {
    Bounds.id("entitlement id", id);
    bundles = List.copyOf(bundles);
    Bounds.check("number of bundles", bundles.size(), 1, MAX_BUNDLES);
  }

  /** Neither revoked nor, at {@code now}, before its start or past its expiry. */
  public boolean holds(Instant now) {
    return revoked.isEmpty() && !now.isBefore(terms.starts()) && now.isBefore(terms.expires());
  }
}
