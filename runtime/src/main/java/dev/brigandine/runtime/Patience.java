package dev.brigandine.runtime;

import dev.brigandine.runtime.internal.local.Link;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a vault's answer. A thread that sleeps until it comes is woken some tens of
 * microseconds late, which a model of a few milliseconds shows. So, where runs of one size take
 * about as long each time, the thread sleeps for most of that time and looks without sleeping for
 * the last bit of it; if the answer is late, it sleeps after all.
 *
 * <p>It never looks for longer than {@link #MOST_SPIN_NANOS} a run, not while as many threads wait
 * as there are processors, not while the vault says that it is busy, and not for a while after it
 * was no use several times. Not thread-safe.
 */
final class Patience {
  /** The most time of one run in which the processor is used for waiting. */
  static final long MOST_SPIN_NANOS = 400_000;

  private static final int SLOTS = 16;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final AtomicInteger WAITING = new AtomicInteger();

  private static final long LEAST_EARLY = 40_000;
  private static final long LEAST_LATE = 60_000;
  private static final long LEAST_SLEEP = 60_000;
  private static final int TOLERATED_MISSES = 8;
  private static final int PAUSE_RUNS = 64;

  private final Link link;
  private final long[] keys = new long[SLOTS];
  private final long[] means = new long[SLOTS];
  private final long[] deviations = new long[SLOTS];

  /** How late a sleep ends, on average. */
  private long overshoot = 80_000;

  private boolean busy;
  private int misses;
  private int pause;

  Patience(Link link) {
    this.link = link;
  }

  /**
   * Waits until a whole frame is there.
   *
   * @param key what runs of about the same length have in common
   * @param start when the run was asked for, by {@link System#nanoTime}
   */
  void await(long key, long start) throws IOException {
    int slot = slot(key);
    int waiting = WAITING.incrementAndGet();
    try {
      boolean spin =
          keys[slot] == key && means[slot] > 0 && !busy && waiting < PROCESSORS && mayTry();
      if (!spin || !look(start, means[slot], deviations[slot])) {
        link.block();
      }
    } finally {
      WAITING.decrementAndGet();
    }
  }

  private boolean mayTry() {
    if (pause > 0) {
      pause--;
      return false;
    }
    return true;
  }

  /** Whether it came while looking. */
  private boolean look(long start, long mean, long deviation) throws IOException {
    long spread = 3 * deviation;
    long begin = start + mean - Math.min(MOST_SPIN_NANOS / 2, Math.max(LEAST_EARLY, spread));
    long end = start + mean + Math.min(MOST_SPIN_NANOS / 2, Math.max(LEAST_LATE, spread));
    sleepUntil(begin);
    while (!link.poll()) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        if (++misses >= TOLERATED_MISSES) {
          misses = 0;
          pause = PAUSE_RUNS;
        }
        return false;
      }
      Thread.onSpinWait();
    }
    if (misses > 0) {
      misses--;
    }
    return true;
  }

  private void sleepUntil(long time) {
    long left = time - overshoot - System.nanoTime();
    if (left < LEAST_SLEEP) {
      return;
    }
    LockSupport.parkNanos(left);
    long late = System.nanoTime() - (time - overshoot);
    if (late >= 0 && late < 1_000_000) {
      overshoot += (late - overshoot) / 8;
    }
  }

  /** A run of that key took the vault so long. */
  void learn(long key, long nanos, boolean busy) {
    this.busy = busy;
    int slot = slot(key);
    if (keys[slot] != key || means[slot] == 0) {
      keys[slot] = key;
      means[slot] = nanos;
      deviations[slot] = nanos / 4;
      return;
    }
    long off = nanos - means[slot];
    // One run that was disturbed says little of the next.
    long counted = Math.max(-means[slot] / 4, Math.min(means[slot] / 4, off));
    means[slot] += counted / 4;
    deviations[slot] += (Math.abs(counted) - deviations[slot]) / 4;
  }

  private static int slot(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 60);
  }
}
