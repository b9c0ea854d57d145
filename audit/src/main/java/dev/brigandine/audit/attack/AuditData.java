package dev.brigandine.audit.attack;

import java.util.List;
import java.util.Objects;

/**
 * What there is to measure by.
 *
 * @param pool inputs that a thief could come by; with labels if the owner gave some
 * @param test what a copy is scored on; no attack trains on it
 * @param foreign inputs of other kinds than the model's, which a thief may ask, too, beside those
 *     he makes up; may be none
 * @param origin where they come from, for the report
 */
public record AuditData(Samples pool, Samples test, Samples foreign, String origin) {
  private static final Samples NONE = Samples.batched(0, index -> List.of(), null);

  /** None is null. */
  public AuditData {
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(foreign, "foreign");
    Objects.requireNonNull(origin, "origin");
  }

  /** Without foreign inputs. */
  public AuditData(Samples pool, Samples test, String origin) {
    this(pool, test, NONE, origin);
  }

  /**
   * The same with foreign inputs.
   *
   * @param from where they come from
   */
  public AuditData foreign(Samples others, String from) {
    return new AuditData(pool, test, others, origin + "; foreign ones: " + from);
  }
}
