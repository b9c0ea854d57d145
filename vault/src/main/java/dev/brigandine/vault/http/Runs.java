package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.model.Cancellation;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The requests that wait for a model or run. There are fewer than threads, so that probes are
 * answered whatever the models do; at the end they are waited for, then cancelled.
 */
final class Runs {
  private final int most;
  private final Set<Cancellation> active = new HashSet<>();
  private boolean closed;

  Runs(int most) {
    this.most = most;
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#OVERLOADED})
   */
  synchronized void begin(Cancellation run) {
    if (closed) {
      throw new BrigandineException(ErrorCode.OVERLOADED, "the vault is stopping");
    }
    if (active.size() >= most) {
      throw new BrigandineException(
          ErrorCode.OVERLOADED,
          "the vault has " + most + " requests under way, as many as it takes",
          "send it again in a second");
    }
    active.add(run);
  }

  synchronized void end(Cancellation run) {
    active.remove(run);
    notifyAll();
  }

  /** Lets no new one begin, waits for those there are, and cancels what is left then. */
  void close(Duration grace) {
    for (Cancellation late : drain(grace)) {
      late.cancel();
    }
  }

  private synchronized Set<Cancellation> drain(Duration grace) {
    closed = true;
    long end = System.nanoTime() + grace.toNanos();
    try {
      for (long left = grace.toNanos();
          left > 0 && !active.isEmpty();
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Set.copyOf(active);
  }
}
