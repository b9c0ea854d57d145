package dev.brigandine.license.client;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Moves a {@link LeaseKeeper} on in the background. Never keeps the JVM alive. */
final class LeaseThread implements AutoCloseable {
  static final String NAME = "brigandine-lease";

  /** Nanoseconds between two moves that runs asked for. */
  private static final long MIN_PAUSE = 250_000_000L;

  private static final long POLITE_MILLIS = 250;
  private static final long JOIN_MILLIS = 3_000;

  private final SeatCalls calls;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private LeaseKeeper keeper;
  private Thread thread;
  private volatile boolean poked;
  private boolean closed;

  LeaseThread(SeatCalls calls) {
    this.calls = calls;
  }

  void start(LeaseKeeper kept) {
    keeper = kept;
    long delay = kept.firstDelay();
    thread = new Thread(() -> run(delay), NAME);
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets the next move come soon. Cheap when called again and again. */
  void poke() {
    if (poked) {
      return;
    }
    lock.lock();
    try {
      poked = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run(long first) {
    long delay = first;
    try {
      while (delay != LeaseKeeper.STOP && await(delay)) {
        delay = keeper.step();
      }
    } catch (InterruptedException e) {
      // Nobody but the application can have asked for that; runs are refused when the lease ends.
      Thread.currentThread().interrupt();
    }
  }

  /** False when closed. */
  private boolean await(long delay) throws InterruptedException {
    lock.lock();
    try {
      long since = System.nanoTime();
      while (!closed) {
        long wait = (poked ? Math.min(delay, MIN_PAUSE) : delay) - (System.nanoTime() - since);
        if (wait <= 0) {
          poked = false;
          return true;
        }
        changed.awaitNanos(wait);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread and waits for that, 3 seconds at most. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (thread == null) {
      return;
    }
    boolean interrupted = join(POLITE_MILLIS);
    if (thread.isAlive()) {
      calls.abort();
      interrupted |= join(JOIN_MILLIS);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean join(long millis) {
    try {
      thread.join(millis);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
