package dev.brigandine.vault.local;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks after all connections some times a second, on one thread, while there are any. */
final class Monitor implements Runnable {
  private static final long TICK_MILLIS = 50;

  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Crowd crowd;
  private boolean stopped;

  Monitor(Crowd crowd) {
    this.crowd = crowd;
  }

  void add(Connection connection) {
    connections.add(connection);
    synchronized (this) {
      notifyAll();
    }
  }

  void remove(Connection connection) {
    connections.remove(connection);
    synchronized (this) {
      notifyAll();
    }
  }

  Set<Connection> connections() {
    return connections;
  }

  /** Waits until there are no connections, at most so long; whether there are none. */
  synchronized boolean awaitNone(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (!connections.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      while (awaitTick()) {
        long now = System.nanoTime();
        crowd.sample(now);
        for (Connection connection : connections) {
          connection.look(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitTick() throws InterruptedException {
    long end = System.nanoTime() + TICK_MILLIS * 1_000_000;
    while (!stopped) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (connections.isEmpty()) {
        wait();
      } else if (left <= 0) {
        return true;
      } else {
        wait(left);
      }
    }
    return false;
  }
}
