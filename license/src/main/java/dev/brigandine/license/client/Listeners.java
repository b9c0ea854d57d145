package dev.brigandine.license.client;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Calls the application's listener, whatever it throws. */
final class Listeners {
  private final LicenseListener listener;
  private final Clocks clocks;
  private final AtomicLong failures = new AtomicLong();

  /** {@code listener} may be null. */
  Listeners(LicenseListener listener, Clocks clocks) {
    this.listener = listener;
    this.clocks = clocks;
  }

  void tell(LicenseEvent.Kind kind, Instant until, String detail) {
    if (listener == null) {
      return;
    }
    Instant at = Instant.ofEpochMilli(clocks.millis());
    try {
      listener.onEvent(new LicenseEvent(kind, at, Optional.ofNullable(until), detail));
    } catch (RuntimeException | LinkageError | AssertionError e) {
      // The application's fault must cost it neither its seat nor this thread.
      failures.incrementAndGet();
    }
  }

  long failures() {
    return failures.get();
  }
}
