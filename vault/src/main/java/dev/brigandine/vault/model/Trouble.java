package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Optional;

/**
 * Why something is not as the operator wants it.
 *
 * @param sentence lower case, without a full stop
 * @param hint what may be done about it
 */
public record Trouble(ErrorCode code, String sentence, Optional<String> hint) {
  static Trouble of(RuntimeException e) {
    return e instanceof BrigandineException known
        ? new Trouble(known.code(), known.getMessage(), known.hint())
        // Its own text was not written for operators, and may tell anything.
        : new Trouble(
            ErrorCode.INTERNAL,
            "opening it failed by " + e.getClass().getSimpleName(),
            Optional.empty());
  }
}
