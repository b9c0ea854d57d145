package dev.brigandine.cli;

import dev.brigandine.bundle.ErrorCode;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code brigandine} command. Data goes to stdout, talk to stderr, the verdict is the status.
 */
public final class Main {
  private Main() {}

  /** Runs one command line and leaves with its exit status. */
  public static void main(String[] args) {
    String config = VaultStart.plainly(args);
    System.exit(
        config == null ? run(args, Terminal.system()) : VaultStart.main(config, Terminal.system()));
  }

  /**
   * Runs one command line.
   *
   * @return the exit status, see {@link ErrorCode#exitStatus()}; 0 when done
   */
  static int run(String[] args, Terminal terminal) {
    RootCommand root = new RootCommand();
    try {
      return commandLine(root, terminal).execute(args);
    } catch (Throwable thrown) { // errors such as out of memory, which picocli lets through
      return Failures.report(thrown, terminal, debug(root, terminal));
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  static CommandLine commandLine(RootCommand root, Terminal terminal) {
    CommandLine line = new CommandLine(root, new Commands(terminal));
    line.registerConverter(Path.class, terminal::resolve);
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setAbbreviatedOptionsAllowed(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler((e, args) -> usage(e, terminal, debug(root, terminal)));
    line.setExecutionExceptionHandler(
        (e, command, result) -> Failures.report(e, terminal, debug(root, terminal)));
    return line;
  }

  private static int usage(ParameterException e, Terminal terminal, boolean debug) {
    if (debug) {
      e.printStackTrace(terminal.err());
    }
    terminal.say(sentence(e));
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.hint(command + " --help tells what it takes");
    return ErrorCode.USAGE.exitStatus();
  }

  private static String sentence(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      boolean option = first.startsWith("-");
      return (option ? "there is no option " : "there is no command or argument ") + first;
    }
    String text = e.getMessage();
    if (e instanceof MissingParameterException) {
      text = text.replace("Missing required", "missing").replace("Missing", "missing");
    }
    // picocli speaks of Java's types.
    text = text.replaceAll("is not an? (long|int)\\b", "is no whole number, or too large");
    text = text.replaceAll("is not a double\\b", "is no number");
    int end = text.indexOf('\n');
    text = end < 0 ? text : text.substring(0, end).strip();
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }

  private static boolean debug(RootCommand root, Terminal terminal) {
    String variable = terminal.environment().apply("BRIGANDINE_DEBUG");
    return root.debug || (variable != null && !variable.isEmpty() && !variable.equals("0"));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Makes commands with the terminal they talk to. */
  private record Commands(Terminal terminal) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        var constructor = type.getDeclaredConstructor(Terminal.class);
        return constructor.newInstance(terminal);
      } catch (NoSuchMethodException e) {
        return CommandLine.defaultFactory().create(type);
      } catch (java.lang.reflect.InvocationTargetException e) {
        throw new ExecutionException(new CommandLine(type), "command " + type.getName(), e);
      }
    }
  }
}
