package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/** The server gave no answer, or none that decides anything: ask again later. */
final class ServerAwayException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;
  private final long retryAfter;

  /**
   * A failure.
   *
   * @param retryAfter seconds, or -1
   */
  ServerAwayException(String message, String hint, long retryAfter, Throwable cause) {
    super(message, cause);
    this.hint = hint;
    this.retryAfter = retryAfter;
  }

  long retryAfter() {
    return retryAfter;
  }

  BrigandineException toBrigandine() {
    return new BrigandineException(ErrorCode.SERVER_UNREACHABLE, getMessage(), hint, this);
  }
}
