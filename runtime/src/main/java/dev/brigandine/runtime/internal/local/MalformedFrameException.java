package dev.brigandine.runtime.internal.local;

/** What came is no frame of the protocol. Each end says so in its own way. */
public final class MalformedFrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one lower-case sentence
   */
  public MalformedFrameException(String message) {
    super(message, null, false, false);
  }
}
