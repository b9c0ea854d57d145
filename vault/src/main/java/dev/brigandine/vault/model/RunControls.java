package dev.brigandine.vault.model;

import dev.brigandine.runtime.RunOptions;
import java.util.concurrent.ConcurrentLinkedDeque;

/** One model's runs as they can be ended. To make options costs calls into the native library. */
final class RunControls implements AutoCloseable {
  private final Deadlines deadlines;
  private final ConcurrentLinkedDeque<RunOptions> free = new ConcurrentLinkedDeque<>();

  RunControls(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  /**
   * A run begins.
   *
   * @param company how many requests it is for
   */
  RunControl begin(long deadline, int company) {
    RunOptions options = free.pollFirst();
    RunControl run =
        new RunControl(options == null ? new RunOptions() : options, deadline, company);
    deadlines.add(run);
    return run;
  }

  void end(RunControl run) {
    deadlines.remove(run);
    run.finish();
    if (run.isTerminated()) {
      run.options.close();
    } else {
      free.addFirst(run.options);
    }
  }

  /** No run may be under way. */
  @Override
  public void close() {
    for (RunOptions options = free.pollFirst(); options != null; options = free.pollFirst()) {
      options.close();
    }
  }
}
