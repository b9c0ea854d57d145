package dev.brigandine.cli;

import dev.brigandine.bench.BenchProgress;

/** How far a comparison is: a bar per phase for a person, a line per phase for a log. */
final class BenchTalk implements BenchProgress, AutoCloseable {
  private final Terminal terminal;
  private String phase;
  private ProgressOnTerminal bar;

  BenchTalk(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void step(String name, long done, long total) {
    if (!name.equals(phase)) {
      close();
      phase = name;
      if (terminal.errIsTerminal()) {
        bar = ProgressOnTerminal.ofSteps(terminal.err(), "measuring " + name, total);
      } else {
        terminal.say("measuring " + name);
      }
    }
    if (bar != null) {
      bar.accept(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
