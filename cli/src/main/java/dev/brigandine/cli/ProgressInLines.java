package dev.brigandine.cli;

import java.io.PrintStream;

/** One line per quarter, and for what is small only one when it is done. */
final class ProgressInLines implements Progress {
  private static final long SMALL = 256_000_000;

  private final PrintStream err;
  private final String task;
  private final long total;
  private int quarters;

  ProgressInLines(PrintStream err, String task, long total) {
    this.err = err;
    this.task = task;
    this.total = total;
  }

  @Override
  public synchronized void accept(long done) {
    int now = total <= 0 ? 4 : (int) Math.min(4, (double) done / total * 4);
    if (now <= quarters) {
      return;
    }
    quarters = now;
    if (now == 4 || total > SMALL) {
      err.println(task + ": " + now * 25 + "% of " + Sizes.text(total));
    }
  }

  @Override
  public void close() {}
}
