package dev.brigandine.vault.model;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends runs whose time is over, from one thread for all models. To watch a run costs no system
 * call: the thread looks around ten times a second while there are runs, and is woken only for what
 * ends sooner than its next look, or when it had nothing to do for long.
 */
final class Deadlines implements AutoCloseable {
  private static final long TICK = 100_000_000L;
  private static final long FAR = 3_600_000_000_000L;

  /** Looks that found nothing, before it sleeps. */
  private static final int PATIENCE = 50;

  private final Set<RunControl> active = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::watch, "brigandine-deadlines");
  private volatile long next = System.nanoTime();
  private volatile boolean closed;

  Deadlines() {
    thread.setDaemon(true);
    thread.start();
  }

  void add(RunControl run) {
    active.add(run);
    if (run.deadline - next < 0) {
      LockSupport.unpark(thread);
    }
  }

  void remove(RunControl run) {
    active.remove(run);
  }

  /** Ends all runs now. */
  void terminateAll() {
    active.forEach(RunControl::terminate);
  }

  private void watch() {
    int idle = 0;
    while (!closed) {
      long now = System.nanoTime();
      idle = active.isEmpty() ? idle + 1 : 0;
      // Set before the look around: what is added after it sees this, what before is seen.
      long planned = now + (idle > PATIENCE ? FAR : TICK);
      next = planned;
      for (RunControl run : active) {
        if (run.deadline - now <= 0) {
          run.terminate();
          active.remove(run);
        } else if (run.deadline - planned < 0) {
          planned = run.deadline;
        }
        idle = 0;
      }
      if (idle == 0 && planned - now > TICK) {
        continue;
      }
      next = planned;
      LockSupport.parkNanos(planned - now);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
