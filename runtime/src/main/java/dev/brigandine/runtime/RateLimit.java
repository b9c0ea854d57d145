package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Rate;
import dev.brigandine.license.clock.Ticker;

/**
 * A bucket of as many runs as the rate grants in its time, full at first, that fills evenly. So in
 * any such time at most twice as many run, in the long run no more than the rate. Of one open
 * model: a second one, or another process, has its own.
 */
final class RateLimit {
  private final Rate rate;
  private final Ticker ticker;
  private final double perNano;
  private double tokens;
  private long filled;

  RateLimit(Rate rate, Ticker ticker) {
    this.rate = rate;
    this.ticker = ticker;
    this.perNano = rate.runs() / (rate.per().getSeconds() * 1e9);
    this.tokens = rate.runs();
    this.filled = ticker.nanos();
  }

  /** Takes one run, or refuses; what is refused costs nothing. */
  synchronized void take() {
    long now = ticker.nanos();
    tokens = Math.min(rate.runs(), tokens + (now - filled) * perNano);
    filled = now;
    if (tokens < 1) {
      long millis = (long) Math.ceil((1 - tokens) / perNano / 1e6);
      throw new BrigandineException(
          ErrorCode.RATE_LIMITED,
          "the licence grants " + rate.runs() + " runs in " + rate.per().getSeconds() + " seconds",
          "the next run is granted in " + millis + " ms");
    }
    tokens--;
  }
}
