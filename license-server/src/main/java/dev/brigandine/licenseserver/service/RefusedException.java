package dev.brigandine.licenseserver.service;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request that was refused. Messages hold no secrets and may go to whoever asked. Only that of
 * {@link Refusal#UNAVAILABLE} has a stack trace.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final String hint;
  private final long retryAfter;

  /** One lower-case sentence without a full stop; {@code hint} may be null. */
  public RefusedException(Refusal refusal, String message, String hint) {
    this(refusal, message, hint, -1, null);
  }

  /**
   * @param retryAfter seconds after which asking again may help, or -1
   * @param cause may be null; not for the eyes of whoever asked
   */
  public RefusedException(
      Refusal refusal, String message, String hint, long retryAfter, Throwable cause) {
    // A trace shows where a fault is; most refusals are none, and most claims of a full pool end
    // so.
    super(message, cause, true, refusal == Refusal.UNAVAILABLE);
    this.refusal = refusal;
    this.hint = hint;
    this.retryAfter = retryAfter;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }

  /** What to do about it. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** Seconds after which asking again may help. */
  public OptionalLong retryAfter() {
    return retryAfter < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfter);
  }
}
