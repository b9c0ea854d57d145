package dev.brigandine.audit.attack;

import java.util.Objects;

/**
 * What there is to measure by.
 *
 * @param pool inputs that a thief could come by; with labels if the owner gave some
 * @param test what a copy is scored on; no attack trains on it
 * @param origin where both come from, for the report
 */
public record AuditData(Samples pool, Samples test, String origin) {
  /** None is null. */
  public AuditData {
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(origin, "origin");
  }
}
