package dev.brigandine.cli;

import dev.brigandine.audit.AuditListener;
import dev.brigandine.audit.Stop;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.Untried;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How an audit goes, a line an attack on stderr. A report of what was found so far is kept on disk
 * all along; Ctrl-C ends the audit with one.
 */
final class AuditTalk implements AuditListener, AutoCloseable {
  /** For the attack under way to let go, and the report to be written. */
  private static final int PATIENCE_SECONDS = 20;

  private final Terminal terminal;
  private final AuditOutputs outputs;
  private final Stop stop = new Stop();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "audit stop");
  private String attack = "";
  private String shown = "";

  AuditTalk(Terminal terminal, AuditOutputs outputs) {
    this.terminal = terminal;
    this.outputs = outputs;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Asked for when this process is told to end. */
  Stop stop() {
    return stop;
  }

  private void interrupted() {
    stop.ask();
    try {
      // In vain or not: the report of what was found before is on disk.
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void preparing(String what) {
    terminal.say(what);
  }

  @Override
  public void begun(AttackCard card, Optional<Protection> form, int number, int of) {
    attack = "[" + number + "/" + of + "] " + name(card.id(), form);
    if (card.effort() != Effort.SECONDS || terminal.errIsTerminal()) {
      draw(attack + " …");
    }
  }

  /** On a terminal the line is drawn over; a log gets it once. */
  private void draw(String line) {
    if (terminal.errIsTerminal()) {
      String text = line.length() > 100 ? line.substring(0, 100) : line;
      terminal.err().print("\r" + text + " ".repeat(Math.max(0, shown.length() - text.length())));
      terminal.err().flush();
      shown = text;
    } else {
      terminal.err().println(line);
    }
  }

  private void finish(String line) {
    if (terminal.errIsTerminal()) {
      draw(line);
      terminal.err().println();
      shown = "";
    } else {
      terminal.err().println(line);
    }
  }

  @Override
  public synchronized void progress(double share, String what) {
    if (terminal.errIsTerminal()) {
      draw(String.format(Locale.ROOT, "%s %.0f%%: %s", attack, 100 * share, what));
    }
  }

  @Override
  public void ended(Cell cell) {
    finish(
        String.format(
            Locale.ROOT,
            "%s: %s, %s (%.1f s)",
            attack,
            cell.outcome().verdict().words(),
            Columns.shown(cell.outcome().summary()),
            cell.took().toMillis() / 1e3));
  }

  @Override
  public void left(Untried untried) {
    // What was not asked for is in the report; here it would only be noise.
    if (!untried.why().equals("it was not asked for")) {
      finish(
          name(untried.attack(), untried.form())
              + (untried.failed() ? ": broke off: " : ": not tried: ")
              + Columns.shown(untried.why()));
    }
  }

  private static String name(String id, Optional<Protection> form) {
    return id + form.map(f -> ", " + f.words()).orElse("");
  }

  @Override
  public void reached(AuditReport sofar) {
    try {
      outputs.write(sofar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last word: files, stdout, and the status. */
  void end(AuditReport found) throws IOException {
    outputs.end(found, terminal.out());
    if (found.partial()) {
      terminal.say("stopped: the report tells what was tried until then");
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook waits for the line above.
      return;
    }
  }
}
