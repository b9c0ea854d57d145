package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/** The server answered, and said no. */
final class RefusedException extends BrigandineException {
  private static final long serialVersionUID = 1L;

  private final String id;
  private final long retryAfter;

  /**
   * A refusal.
   *
   * @param id the server's code
   * @param retryAfter seconds, or -1
   */
  RefusedException(ErrorCode code, String id, String message, String hint, long retryAfter) {
    super(code, message, hint);
    this.id = id;
    this.retryAfter = retryAfter;
  }

  boolean is(String other) {
    return id.equals(other);
  }

  long retryAfter() {
    return retryAfter;
  }
}
