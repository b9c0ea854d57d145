package dev.brigandine.vault.embed;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/** A member of an embeddings request that cannot be served as it is. */
public final class BadParameterException extends BrigandineException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  /**
   * @param parameter {@code input}, {@code model}, {@code dimensions}, …
   * @param message one lower-case sentence
   */
  public BadParameterException(String parameter, String message) {
    this(ErrorCode.BAD_INPUT, parameter, message);
  }

  /**
   * @param code other than {@link ErrorCode#BAD_INPUT}
   * @param parameter {@code input}, {@code model}, {@code dimensions}, …
   * @param message one lower-case sentence
   */
  public BadParameterException(ErrorCode code, String parameter, String message) {
    super(code, message);
    this.parameter = parameter;
  }

  /** The member's name. */
  public String parameter() {
    return parameter;
  }
}
