package dev.brigandine.bundle;

import java.util.Objects;
import java.util.Optional;

/**
 * Every failure of this project that a caller may meet. It carries a stable {@link ErrorCode}, one
 * sentence, and where there is one a hint at what to do. No message ever holds a key, a passphrase,
 * or a name or weight from inside a sealed model.
 */
public class BrigandineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String hint;

  /**
   * @param code the stable code
   * @param message one lower-case sentence without a full stop
   */
  public BrigandineException(ErrorCode code, String message) {
    this(code, message, null, null);
  }

  /**
   * @param code the stable code
   * @param message one lower-case sentence without a full stop
   * @param hint what the user may do about it, or null
   */
  public BrigandineException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  /**
   * @param code the stable code
   * @param message one lower-case sentence without a full stop
   * @param hint what the user may do about it, or null
   * @param cause the cause, or null; pass only causes whose text is free of secrets
   */
  public BrigandineException(ErrorCode code, String message, String hint, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.hint = hint;
  }

  /** The stable code. */
  public ErrorCode code() {
    return code;
  }

  /** What the user may do about it. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
