package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Connections to one vault for one model. A run has one for itself; the one used last is taken
 * first, so that few callers keep few connections warm. Safe for all threads.
 */
final class ConnectionPool implements AutoCloseable {
  private final Supplier<LocalConnection> opener;
  private final ArrayDeque<LocalConnection> idle = new ArrayDeque<>();

  /** Those that are open or being opened. */
  private int open;

  private boolean closed;

  /**
   * @param first open already
   * @param opener makes more
   */
  ConnectionPool(LocalConnection first, Supplier<LocalConnection> opener) {
    this.opener = opener;
    this.open = 1;
    idle.add(first);
  }

  /**
   * An idle connection, else a new one; where the vault lets no more in, the next that is given
   * back.
   *
   * @param fresh whether those that are idle are not to be trusted any more
   */
  LocalConnection take(boolean fresh) {
    while (true) {
      if (fresh) {
        dropIdle();
      }
      synchronized (this) {
        requireOpen();
        LocalConnection last = idle.pollLast();
        if (last != null) {
          return last;
        }
        open++;
      }
      boolean done = false;
      try {
        LocalConnection made = opener.get();
        done = true;
        return made;
      } catch (BrigandineException e) {
        if (e.code() != ErrorCode.OVERLOADED || !othersAreOpen()) {
          throw e;
        }
      } finally {
        if (!done) {
          lost();
        }
      }
      awaitIdle();
    }
  }

  void give(LocalConnection connection) {
    boolean keep;
    synchronized (this) {
      keep = !closed;
      if (keep) {
        idle.addLast(connection);
        notifyAll();
      }
    }
    if (!keep) {
      connection.close();
    }
  }

  void drop(LocalConnection connection) {
    lost();
    connection.close();
  }

  private synchronized void lost() {
    open--;
    notifyAll();
  }

  /** Besides the one that is being opened. */
  private synchronized boolean othersAreOpen() {
    return open > 1;
  }

  private synchronized void awaitIdle() {
    try {
      while (!closed && idle.isEmpty() && open > 0) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrigandineException(
          ErrorCode.CANCELLED, "the thread was interrupted while it waited for a connection", null);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
  }

  private void dropIdle() {
    ArrayDeque<LocalConnection> old;
    synchronized (this) {
      old = new ArrayDeque<>(idle);
      idle.clear();
      open -= old.size();
    }
    old.forEach(LocalConnection::close);
  }

  /** Connections in use are closed when they are given back. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    dropIdle();
  }
}
