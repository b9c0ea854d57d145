package dev.brigandine.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded number of short-lived daemon threads over numbered tasks, the caller being one of them.
 * Not an executor: it lives for a fraction of a second, at the moment when every class loaded
 * counts.
 */
final class Workers {
  /** One numbered task. */
  interface Task {
    void run(int index);
  }

  private Workers() {}

  /**
   * Runs all tasks, then throws the first failure if there was one; no new task starts after it.
   */
  static void forEach(int count, int workers, Task task) {
    AtomicInteger next = new AtomicInteger();
    Throwable[] failure = new Throwable[1];
    Runnable loop =
        () -> {
          int index;
          while ((index = next.getAndIncrement()) < count) {
            try {
              task.run(index);
            } catch (Throwable e) {
              synchronized (failure) {
                if (failure[0] == null) {
                  failure[0] = e;
                }
              }
              next.set(count);
            }
          }
        };
    Thread[] helpers = new Thread[Math.max(0, Math.min(workers, count) - 1)];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Thread(loop, "brigandine-decrypt-" + i);
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
    loop.run();
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (true) {
        try {
          helper.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure[0] instanceof RuntimeException e) {
      throw e;
    }
    if (failure[0] instanceof Error e) {
      throw e;
    }
  }
}
