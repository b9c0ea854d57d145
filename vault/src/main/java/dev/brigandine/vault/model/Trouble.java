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
  static Trouble of(BrigandineException e) {
    return new Trouble(e.code(), e.getMessage(), e.hint());
  }
}
