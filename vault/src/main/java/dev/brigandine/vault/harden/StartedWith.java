package dev.brigandine.vault.harden;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What this process was started with, as far as others could have put something in by it. Code that
 * got in that way ran before this looks, and could fool it: the launcher looks first, outside. What
 * is refused here is refused always, whatever a licence asks.
 *
 * @param variables names and values of the environment the process was started with
 * @param options of the JVM, argument files read
 * @param libraries files that are mapped as code
 */
record StartedWith(
    Map<String, String> variables, List<String> options, List<String> libraries, Path javaHome) {
  /** By which code is put into a JVM. */
  static final List<String> AGENT_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS");

  /** By which code is put into any program (ld.so(8)). */
  static final List<String> PRELOAD_VARIABLES = List.of("LD_PRELOAD", "LD_AUDIT");

  /** Options that run code of others, or that write the heap to a file, by their beginnings. */
  static final List<String> REFUSED_OPTIONS =
      List.of(
          "-javaagent:",
          "-agentlib:",
          "-agentpath:",
          "-Xrun",
          "-Xdebug",
          "-Xbootclasspath",
          "--patch-module",
          "--upgrade-module-path",
          "-XX:OnError",
          "-XX:OnOutOfMemoryError",
          "-XX:+StartAttachListener",
          // Options out of sight of everybody who looks at the command line.
          "-XX:Flags=",
          "-XX:+ReadVMOptionsFile",
          "-XX:VMOptionsFile=",
          "-XX:+HeapDump");

  /** Of the JDK, and mapped only if an agent is there. */
  private static final List<String> AGENT_LIBRARIES = List.of("libinstrument.so", "libjdwp.so");

  /** This process, but for the JVM's options, which take some time to tell. */
  static StartedWith readAtOnce() {
    return new StartedWith(
        environment(), List.of(), mapped(), Path.of(System.getProperty("java.home")));
  }

  /** With the JVM's options. */
  StartedWith readOptions() {
    return new StartedWith(
        variables, ManagementFactory.getRuntimeMXBean().getInputArguments(), libraries, javaHome);
  }

  /** Whether {@code -XX:+name} or {@code -XX:-name} was said last; empty if neither. */
  Optional<Boolean> flag(String name) {
    Optional<Boolean> said = Optional.empty();
    for (String option : options) {
      if (option.equals("-XX:+" + name) || option.equals("-XX:-" + name)) {
        said = Optional.of(option.charAt(4) == '+');
      }
    }
    return said;
  }

  /** The value of the last {@code -XX:name=value}. */
  Optional<String> value(String name) {
    Optional<String> said = Optional.empty();
    for (String option : options) {
      if (option.startsWith("-XX:" + name + "=")) {
        said = Optional.of(option.substring(name.length() + 5));
      }
    }
    return said;
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#USAGE}) naming what is refused, without its value
   */
  void refuse() {
    List<String> found = new ArrayList<>(agents());
    found.addAll(preloads());
    if (!found.isEmpty()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a vault does not start with " + found.get(0),
          "start it without: it lets code of others into the process that holds the keys");
    }
  }

  /** What lets code into the JVM: names of variables, beginnings of options. */
  List<String> agents() {
    List<String> found = new ArrayList<>();
    set(AGENT_VARIABLES, found);
    for (String option : options) {
      for (String refused : REFUSED_OPTIONS) {
        if (option.startsWith(refused)) {
          found.add("the option " + refused);
        }
      }
    }
    for (String library : libraries) {
      if (AGENT_LIBRARIES.contains(name(library))) {
        found.add("an agent (" + name(library) + " is loaded)");
      }
    }
    return found;
  }

  /** What lets code into any program: names of variables, libraries. */
  List<String> preloads() {
    List<String> found = new ArrayList<>();
    set(PRELOAD_VARIABLES, found);
    for (String folder : variables.getOrDefault("LD_LIBRARY_PATH", "").split(":", -1)) {
      if (variables.containsKey("LD_LIBRARY_PATH") && !owned(Path.of(folder), true)) {
        found.add("LD_LIBRARY_PATH naming a folder that others may write");
        break;
      }
    }
    for (String library : libraries) {
      if (!isOfJdkOrSystem(library)) {
        found.add("the library " + library + ", which neither the JDK nor root put there");
      }
    }
    return found;
  }

  private void set(List<String> names, List<String> found) {
    for (String name : names) {
      if (!variables.getOrDefault(name, "").isBlank()) {
        found.add(name);
      }
    }
  }

  private boolean isOfJdkOrSystem(String library) {
    Path file = Path.of(library);
    return file.startsWith(javaHome) || owned(file, false);
  }

  /** Whether all in {@code folder} is root's, and nobody else may write it. */
  static boolean isOnlyRoots(Path folder) {
    if (!Files.isDirectory(folder) || !owned(folder, false)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!owned(file, false)) {
          return false;
        }
      }
      return true;
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  /** Whether root put it there, or (if {@code ours} will do) this user, and nobody else may. */
  private static boolean owned(Path file, boolean ours) {
    try {
      if (!file.isAbsolute()) {
        return false;
      }
      if (ours && Files.notExists(file)) {
        return true;
      }
      Object owner = Files.getAttribute(file, "unix:uid");
      int mode = (int) Files.getAttribute(file, "unix:mode");
      boolean trusted =
          owner.equals(0) || (ours && owner.equals(Files.getAttribute(own(), "unix:uid")));
      return trusted && (mode & 022) == 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Path own() {
    return Path.of("/proc/self");
  }

  /** Not {@link System#getenv()}: that is what became of it since. */
  private static Map<String, String> environment() {
    String text;
    try {
      text = Files.readString(Path.of("/proc/self/environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return System.getenv();
    }
    Map<String, String> variables = new java.util.TreeMap<>(System.getenv());
    for (String entry : text.split("\0", -1)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        variables.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return variables;
  }

  static List<String> mapped() {
    try {
      return code(Files.readAllLines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Files that lines of {@code /proc/PID/maps} (proc(5)) map as code. */
  static List<String> code(List<String> maps) {
    TreeSet<String> files = new TreeSet<>();
    for (String line : maps) {
      String[] words = line.split(" +", 6);
      if (words.length == 6 && words[1].contains("x") && words[5].startsWith("/")) {
        files.add(words[5]);
      }
    }
    return List.copyOf(files);
  }

  private static String name(String library) {
    return library.substring(library.lastIndexOf('/') + 1);
  }
}
