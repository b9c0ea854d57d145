package dev.brigandine.cli;

import java.util.function.LongConsumer;

/**
 * How far a long step has come: a bar for a person, a plain line for a log. {@link #close()} ends
 * it; without having come to the end it says nothing of success.
 */
interface Progress extends LongConsumer, AutoCloseable {
  /** Sets how many bytes are done in all; it never goes back. Safe from several threads. */
  @Override
  void accept(long done);

  @Override
  void close();

  /** A bar where a person watches stderr, plain lines elsewhere. */
  static Progress of(Terminal terminal, String task, long total) {
    return terminal.errIsTerminal()
        ? new ProgressOnTerminal(terminal.err(), task, total)
        : new ProgressInLines(terminal.err(), task, total);
  }
}
