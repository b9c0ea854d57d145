package dev.brigandine.licenseserver.service;

import java.util.Locale;

/** Why a request was refused; {@link #id} is stable. */
public enum Refusal {
  /** Malformed or out of range. */
  BAD_REQUEST,
  /** A proof or token that does not hold. */
  BAD_PROOF,
  /** Not this device's, or not on the list. */
  FORBIDDEN,
  /** The entitlement, licence or device was revoked. */
  REVOKED,
  /** Not begun or over; runs used up. */
  LICENSE_EXPIRED,
  /** The token's role is not enough. */
  WRONG_ROLE,
  /** There is no such thing. */
  UNKNOWN,
  /** All seats are taken. */
  NO_FREE_LEASE,
  /** The seat is no longer the one that asks. */
  LEASE_LOST,
  /** The request was seen before, or a later one was. */
  REPLAYED,
  /** It exists already, or is in a state in which that cannot be done. */
  CONFLICT,
  /** More than the bounds allow. */
  TOO_LARGE,
  /**
   * The database is away or full, or too many requests wait; nothing was changed, or it cannot be
   * known whether it was. Asking again is safe.
   */
  UNAVAILABLE;

  /** The stable string, lower case with hyphens: {@code no-free-lease}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
