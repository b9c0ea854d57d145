package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Kind;
import java.util.Optional;

/** Which entitlements; what is empty does not matter. */
public record EntitlementFilter(
    Optional<String> customer, Optional<Kind> kind, Optional<State> state) {
  /** How an entitlement stands. */
  public enum State {
    /** Begun, not over, not revoked. */
    VALID,
    /** Not begun, and not revoked. */
    PENDING,
    /** Over, and not revoked. */
    EXPIRED,
    /** Revoked. */
    REVOKED
  }

  /** All of them. */
  public static final EntitlementFilter ANY =
      new EntitlementFilter(Optional.empty(), Optional.empty(), Optional.empty());
}
