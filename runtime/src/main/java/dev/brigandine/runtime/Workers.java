package dev.brigandine.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded number of short-lived daemon threads over numbered tasks, the caller being one of them.
 * Not an executor, for the reason {@link Background} gives.
 */
final class Workers {
  /** One numbered task. */
  interface Task {
    void run(int index);
  }

  private final int count;
  private final Task task;
  private final AtomicInteger next = new AtomicInteger();
  private Throwable failure;

  private Workers(int count, Task task) {
    this.count = count;
    this.task = task;
  }

  /**
   * Runs all tasks, then throws the first failure if there was one; no new task starts after it.
   */
  static void forEach(int count, int workers, Task task) {
    new Workers(count, task).run(Math.min(workers, count) - 1);
  }

  private void run(int helperCount) {
    Helper[] helpers = new Helper[Math.max(0, helperCount)];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(this, i);
      try {
        helpers[i].start();
      } catch (OutOfMemoryError e) {
        // The machine gives no more threads. Those there are do all the work; leaving now would
        // leave them writing to memory that the caller wipes.
        break;
      }
    }
    work();
    for (Helper helper : helpers) {
      if (helper != null) {
        helper.await();
      }
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  private void work() {
    int index;
    while ((index = next.getAndIncrement()) < count) {
      try {
        task.run(index);
      } catch (Throwable e) {
        synchronized (this) {
          if (failure == null) {
            failure = e;
          }
        }
        next.set(count);
      }
    }
  }

  private static final class Helper extends Background<Void> {
    private final Workers workers;

    Helper(Workers workers, int number) {
      super("brigandine-worker-" + number);
      this.workers = workers;
    }

    @Override
    Void make() {
      workers.work();
      return null;
    }
  }
}
