package dev.brigandine.audit.attack;

import java.util.Objects;

/**
 * One of many like things that an attack tried, for whoever wants to read each.
 *
 * @param what was tried, in a clause
 * @param result what came of it, in a clause: {@code bad-signature}
 * @param asClaimed whether that is what the documentation says; a weakness that is written down is
 *     as claimed
 */
public record Detail(String what, String result, boolean asClaimed) {
  /** None is null. */
  public Detail {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(result, "result");
  }
}
