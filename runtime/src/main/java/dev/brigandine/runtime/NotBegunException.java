package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;

/** A run that the vault did not begin, so that it may be asked for once more. */
final class NotBegunException extends Exception {
  private static final long serialVersionUID = 1L;

  private final BrigandineException reason;

  NotBegunException(BrigandineException reason) {
    super(null, reason, false, false);
    this.reason = reason;
  }

  /** What the caller is told if there is no second try. */
  BrigandineException reason() {
    return reason;
  }
}
