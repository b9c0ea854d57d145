package dev.brigandine.licenseserver.domain;

/** What a member of the vendor's staff may do; each may do what those after it may. */
public enum Role {
  /** Tokens, backups, bundles. */
  ADMIN,
  /** Customers, entitlements, devices, revocation. */
  ISSUER,
  /** Look, and no more. */
  VIEWER;

  /** Whether this role may do what {@code needed} may. */
  public boolean may(Role needed) {
    return compareTo(needed) <= 0;
  }
}
