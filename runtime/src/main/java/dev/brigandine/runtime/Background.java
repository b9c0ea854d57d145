package dev.brigandine.runtime;

/**
 * One value made on a daemon thread of its own. Not a {@code CompletableFuture}, and used without
 * lambdas: this runs while the first answer is waited for, where each lambda costs milliseconds and
 * each library class counts.
 */
abstract class Background<T> extends Thread {
  /**
   * Bytes. ONNX Runtime 1.29 matches its process's command line by a recursion, one step a
   * character: a class path of 8 KB there overflows the usual megabyte, and the process is gone.
   */
  private static final long STACK = 64L << 20;

  private T value;
  private Throwable failure;

  Background(String name) {
    super(null, null, name, STACK);
    setDaemon(true);
  }

  /** Makes the value, on this thread. */
  abstract T make();

  @Override
  public final void run() {
    try {
      value = make();
    } catch (Throwable e) {
      failure = e;
    }
  }

  /** Waits for the value; what {@link #make} threw is thrown here. */
  final T get() {
    await();
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return value;
  }

  /** Waits until the work is done, however it ended. An interrupt is kept for the caller. */
  final void await() {
    boolean interrupted = false;
    while (true) {
      try {
        join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
