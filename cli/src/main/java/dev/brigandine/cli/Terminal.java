package dev.brigandine.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * The world as a command sees it: streams, password prompt, clock, working folder, environment. All
 * of it is handed in, so that a test owns it.
 *
 * @param out data, UTF-8
 * @param err talk
 * @param passwords asks a question and returns what was typed without echo, or null at end of
 *     input; empty where nobody can be asked
 * @param clock the only source of "now"
 * @param errIsTerminal whether a person watches {@code err}; progress bars are drawn only then
 * @param directory relative paths start here
 * @param environment a variable's value, or null
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    Optional<Function<String, char[]>> passwords,
    Clock clock,
    boolean errIsTerminal,
    Path directory,
    Function<String, String> environment) {

  /** Set by the launcher, which can ask about stderr alone; Java can not. */
  private static final String STDERR_PROPERTY = "brigandine.stderr.terminal";

  /** The process's own streams, console, clock and environment. */
  static Terminal system() {
    Console console = System.console();
    boolean person = console != null && isTerminal(console);
    String stderr = System.getProperty(STDERR_PROPERTY);
    // JSON on stdout is UTF-8 whatever the locale says.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    return new Terminal(
        out,
        System.err,
        person ? Optional.of(q -> console.readPassword("%s", q)) : Optional.empty(),
        Clock.systemUTC(),
        stderr == null ? person : Boolean.parseBoolean(stderr),
        Path.of(""),
        System::getenv);
  }

  /** From JDK 22 on there may be a console without a person; the method to tell came with it. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** One line of talk: {@code brigandine: sentence}. */
  void say(String sentence) {
    err.println("brigandine: " + Columns.shown(sentence));
  }

  /** What to do about the line before. */
  void hint(String hint) {
    err.println("hint: " + Columns.shown(hint));
  }

  Path resolve(String path) {
    return directory.resolve(path);
  }
}
