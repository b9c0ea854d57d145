package dev.brigandine.license.client;

import java.time.Clock;

/** Two clocks: one that only goes forward but may stand while a machine sleeps, and the wall's. */
interface Ticker {
  /** Nanoseconds since some moment; never goes back. */
  long nanos();

  /** Milliseconds since 1970; may jump. */
  long millis();

  /** The machine's, with the wall's time from {@code clock}. */
  static Ticker of(Clock clock) {
    return new Ticker() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public long millis() {
        return clock.millis();
      }
    };
  }
}
