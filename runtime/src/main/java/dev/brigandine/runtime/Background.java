package dev.brigandine.runtime;

import java.util.function.Supplier;

/**
 * One value made on a daemon thread of its own. A plain thread and not a {@code CompletableFuture}:
 * this runs while the first answer is waited for, and loads a tenth of the classes.
 */
final class Background<T> {
  private final Thread thread;
  private T value;
  private Throwable failure;

  private Background(String name, Supplier<T> work) {
    thread =
        new Thread(
            () -> {
              try {
                value = work.get();
              } catch (Throwable e) {
                failure = e;
              }
            },
            name);
    thread.setDaemon(true);
  }

  static <T> Background<T> start(String name, Supplier<T> work) {
    Background<T> background = new Background<>(name, work);
    background.thread.start();
    return background;
  }

  /**
   * Waits for the value; what the work threw is thrown here. An interrupt is kept for the caller.
   */
  T get() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return value;
  }
}
