package dev.brigandine.audit;

/** Stops an audit from another thread: what was found until then is reported. */
public final class Stop {
  private boolean asked;
  private Thread running;

  /** Stops the audit as soon as the attack under way lets itself be interrupted. */
  public synchronized void ask() {
    asked = true;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Whether it was asked for. */
  public synchronized boolean asked() {
    return asked;
  }

  /** The thread to interrupt; null for none. */
  synchronized void runs(Thread thread) {
    running = thread;
    if (asked && thread != null) {
      thread.interrupt();
    }
  }
}
