package dev.brigandine.vault.model;

/** Lets whoever took a request in end its run early. Thread-safe; once cancelled, for ever. */
public final class Cancellation {
  private boolean cancelled;
  private Runnable action;

  /** Ends the run under way, and keeps one that has not begun from beginning. */
  public void cancel() {
    Runnable todo;
    synchronized (this) {
      cancelled = true;
      todo = action;
      action = null;
    }
    if (todo != null) {
      todo.run();
    }
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /** What {@link #cancel} is to do from now on; runs at once if it was called before. */
  void onCancel(Runnable todo) {
    synchronized (this) {
      if (!cancelled) {
        action = todo;
        return;
      }
    }
    if (todo != null) {
      todo.run();
    }
  }
}
