package dev.brigandine.license.client;

import dev.brigandine.license.clock.Ticker;
import java.time.Clock;

/** Two clocks: one that only goes forward but may stand while a machine sleeps, and the wall's. */
interface Clocks {
  /** Nanoseconds since some moment; never goes back. */
  long nanos();

  /** Milliseconds since 1970; may jump. */
  long millis();

  static Clocks of(Clock clock, Ticker ticker) {
    return new Clocks() {
      @Override
      public long nanos() {
        return ticker.nanos();
      }

      @Override
      public long millis() {
        return clock.millis();
      }
    };
  }
}
