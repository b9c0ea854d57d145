package dev.brigandine.runtime;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.License;
import dev.brigandine.license.clock.Ticker;
import dev.brigandine.license.clock.Watch;
import java.nio.file.Path;

/**
 * Holds a licence's limits against every run: its end, its lease, its rate, and the number of runs
 * where it has one. Runs are taken from {@link RunGrants} in blocks, so that most runs cost one
 * decrement; a crash loses what is left of a block and never grants more.
 */
final class RunMeter implements AutoCloseable {
  private final Watch watch;

  /** Null, as are the next two, if the licence has no such limit. */
  private final LeaseHold lease;

  private final RateLimit rate;
  private final RunGrants grants;
  private long left;
  private boolean closed;

  private RunMeter(Watch watch, LeaseHold lease, RateLimit rate, RunGrants grants) {
    this.watch = watch;
    this.lease = lease;
    this.rate = rate;
    this.grants = grants;
  }

  /**
   * Takes {@code watch} and {@code lease} over, to close them.
   *
   * @param lease null if the licence is not floating
   */
  static RunMeter of(
      License license,
      ActivationKey activation,
      Watch watch,
      LeaseHold lease,
      Ticker ticker,
      Path stateFolder) {
    RateLimit rate =
        license.conditions().rate().isPresent()
            ? new RateLimit(license.conditions().rate().get(), ticker)
            : null;
    // Of a floating licence the runs come with the lease, not in the licence.
    RunGrants grants = lease == null ? null : lease.runs();
    if (grants == null && license.runs().isPresent()) {
      grants = RunCounter.of(license, activation, stateFolder);
    }
    return new RunMeter(watch, lease, rate, grants);
  }

  /**
   * Counts one run.
   *
   * @throws BrigandineException {@link ErrorCode#LICENSE_EXPIRED} when time or runs are over,
   *     {@link ErrorCode#LEASE_LOST} and {@link ErrorCode#SERVER_UNREACHABLE} when the lease is,
   *     {@link ErrorCode#RATE_LIMITED}
   */
  void count() {
    check();
    if (rate != null) {
      rate.take();
    }
    if (grants != null) {
      take();
    }
  }

  /**
   * Refuses as {@link #count} does for time and lease, and counts nothing.
   *
   * @throws BrigandineException as {@link #count}
   */
  void check() {
    watch.check();
    if (lease != null) {
      lease.check();
    }
  }

  private synchronized void take() {
    if (closed) {
      // A run that raced with close: the counter's key is wiped, so nothing can be counted now.
      throw new IllegalStateException("the model is closed");
    }
    if (left == 0) {
      left = grants.reserve();
    }
    left--;
  }

  /** Gives back what is left of the block, then the seat. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (grants != null) {
        try {
          grants.giveBack(left);
        } finally {
          grants.close();
        }
      }
    } finally {
      try {
        if (lease != null) {
          lease.close();
        }
      } finally {
        watch.close();
      }
    }
  }
}
