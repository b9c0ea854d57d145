package dev.brigandine.vault.http;

import dev.brigandine.vault.model.Cancellation;
import java.time.Duration;

/**
 * A request's body, whole.
 *
 * @param bytes the first {@code length} of them are the body
 * @param gone cancelled when the connection fails, as far as Jetty learns of it
 * @param cutter for {@link #cutAfter}
 */
record Body(byte[] bytes, int length, Cancellation gone, Cutter cutter) {
  /** The attribute that it is under. */
  static final String ATTRIBUTE = "dev.brigandine.body";

  private static final byte[] EMPTY = {};

  /** Closes the connection after a time, unless what it gives is run before. */
  interface Cutter {
    Runnable after(Duration time);
  }

  static Body of(Object attribute) {
    return attribute instanceof Body body
        ? body
        : new Body(EMPTY, 0, new Cancellation(), time -> () -> {});
  }

  /** For an answer that is long: who takes it too slowly keeps a thread for nothing. */
  Runnable cutAfter(Duration time) {
    return cutter.after(time);
  }
}
