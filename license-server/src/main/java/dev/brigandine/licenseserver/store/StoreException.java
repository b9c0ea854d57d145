package dev.brigandine.licenseserver.store;

/** The database could not do what was asked. Messages hold no secrets and no values. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** It does not answer, or not in time. */
    AWAY,
    /** Its disk is full. */
    FULL,
    /** What was to be written is there already. */
    CONFLICT,
    /** Anything else, a defect most likely. */
    FAILED
  }

  private final Kind kind;

  StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
