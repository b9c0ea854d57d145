package dev.brigandine.license.clock;

/** Nanoseconds that pass whatever is done to the clock. Handed in, so that tests own it. */
public interface Ticker {
  /** {@link System#nanoTime()}. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /** Of use only in differences. */
  long nanos();
}
