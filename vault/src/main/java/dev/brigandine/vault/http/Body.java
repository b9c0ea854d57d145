package dev.brigandine.vault.http;

import dev.brigandine.vault.model.Cancellation;

/**
 * A request's body, whole.
 *
 * @param bytes the first {@code length} of them are the body
 * @param gone cancelled when the connection fails, as far as Jetty learns of it
 */
record Body(byte[] bytes, int length, Cancellation gone) {
  /** The attribute that it is under. */
  static final String ATTRIBUTE = "dev.brigandine.body";

  private static final byte[] EMPTY = {};

  static Body of(Object attribute) {
    return attribute instanceof Body body ? body : new Body(EMPTY, 0, new Cancellation());
  }
}
