package dev.brigandine.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws itself on one line, and leaves that line empty when it is done. */
final class ProgressOnTerminal implements Progress {
  private static final int WIDTH = 79;
  private static final int REDRAW_MILLIS = 100;

  private final PrintStream err;
  private final ProgressBar bar;

  ProgressOnTerminal(PrintStream err, String task, long total) {
    this(err, task, total, " MB", 1_000_000);
  }

  private ProgressOnTerminal(PrintStream err, String task, long total, String unit, long size) {
    this.err = err;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(unit, size)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new Line(err))
            .build();
  }

  /** A bar that counts steps, not bytes. */
  static ProgressOnTerminal ofSteps(PrintStream err, String task, long total) {
    return new ProgressOnTerminal(err, task, total, "", 1);
  }

  @Override
  public void accept(long done) {
    bar.stepTo(done);
  }

  @Override
  public void close() {
    bar.close();
    err.print('\r' + " ".repeat(WIDTH) + '\r');
    err.flush();
  }

  /** The library's own consumer asks jline for the terminal; a carriage return is enough. */
  private record Line(PrintStream err) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public void accept(String rendered) {
      err.print('\r' + rendered);
    }

    @Override
    public void close() {
      // The library does not always come by here: the line is cleared above.
    }
  }
}
