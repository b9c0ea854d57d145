package dev.brigandine.licenseserver.domain;

import java.time.Instant;

/**
 * Why, by whom and when something was revoked.
 *
 * @param reason 1 to 1,024 printable characters
 */
public record Revocation(String reason, String by, Instant at) {
  /** Checks the ranges. */
  public Revocation {
    Bounds.label("reason of a revocation", reason, Bounds.NOTE);
  }
}
