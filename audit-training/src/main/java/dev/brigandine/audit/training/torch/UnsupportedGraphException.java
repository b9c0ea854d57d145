package dev.brigandine.audit.training.torch;

/** A graph has something that is not computed here: the message names it. */
public final class UnsupportedGraphException extends Exception {
  private static final long serialVersionUID = 1;

  UnsupportedGraphException(String message) {
    super(message);
  }
}
