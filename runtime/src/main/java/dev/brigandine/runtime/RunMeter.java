package dev.brigandine.runtime;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.License;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Holds a licence's limits against every run: its end, and the number of runs where it has one.
 * Runs are taken from the {@link RunCounter} in blocks, so that most runs cost one decrement; a
 * crash loses what is left of a block and never grants more.
 */
final class RunMeter implements AutoCloseable {
  private final Clock clock;
  private final long validFromMillis;
  private final long expiresMillis;
  private final License license;
  private final RunCounter counter;
  private long left;
  private boolean closed;

  private RunMeter(License license, Clock clock, RunCounter counter) {
    this.license = license;
    this.clock = clock;
    this.validFromMillis = license.notBefore().toEpochMilli();
    this.expiresMillis = license.expires().toEpochMilli();
    this.counter = counter;
  }

  static RunMeter of(License license, ActivationKey activation, Clock clock, Path stateFolder) {
    RunCounter counter =
        license.runs().isPresent() ? RunCounter.of(license, activation, stateFolder) : null;
    return new RunMeter(license, clock, counter);
  }

  /**
   * Counts one run.
   *
   * @throws BrigandineException ({@link ErrorCode#LICENSE_EXPIRED}) when time or runs are over
   */
  void count() {
    long now = clock.millis();
    if (now < validFromMillis) {
      throw new BrigandineException(
          ErrorCode.LICENSE_EXPIRED,
          "the licence is not valid before " + license.notBefore(),
          "set this machine's clock if it is wrong");
    }
    if (now >= expiresMillis) {
      throw new BrigandineException(
          ErrorCode.LICENSE_EXPIRED,
          "the licence expired at " + license.expires(),
          "ask the vendor for a new licence");
    }
    if (counter != null) {
      take();
    }
  }

  private synchronized void take() {
    if (closed) {
      // A run that raced with close: the counter's key is wiped, so nothing can be counted now.
      throw new IllegalStateException("the model is closed");
    }
    if (left == 0) {
      left = counter.reserve();
    }
    left--;
  }

  /** Gives back what is left of the block. */
  @Override
  public synchronized void close() {
    if (counter != null && !closed) {
      closed = true;
      try {
        counter.giveBack(left);
      } finally {
        counter.close();
      }
    }
  }
}
