package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Installed;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A vault and thieves who are its own user, the strongest without root. Where this process is
 * root's, that user exists by number alone, and files he must read are copied to a folder of his.
 */
final class VaultLab implements AutoCloseable {
  private static final int USER = 61704;

  /** As {@code vault/dist/vault.options} has it; the measures ask for these. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+DisableAttachMechanism",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-Xmx512m",
          "-XX:MaxDirectMemorySize=1t");

  private final Path folder;
  private final boolean root;
  private final String classPath;
  private final Path config;

  VaultLab(Installed installed) throws IOException, InterruptedException {
    root = isRoot();
    folder = Files.createTempDirectory("brigandine-audit");
    boolean done = false;
    try {
      for (Path below : List.of(temporary(), working(), home(), folder.resolve("state"))) {
        Files.createDirectory(below);
      }
      classPath = root ? readable() : VictimStart.classPath();
      config = configure(installed);
      give(folder);
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** Whether this process may do anything; it then takes {@code setpriv} to be somebody less. */
  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Who the vault and its thieves are. */
  boolean asAnother() {
    return root;
  }

  Path temporary() {
    return folder.resolve("temp");
  }

  Path working() {
    return folder.resolve("work");
  }

  Path home() {
    return folder.resolve("home");
  }

  Path state() {
    return folder.resolve("state");
  }

  Path errors() {
    return folder.resolve("errors");
  }

  Path socket() {
    return folder.resolve("vault.sock");
  }

  private Path configure(Installed installed) throws IOException {
    for (Path file : List.of(installed.bundle(), installed.licence(), installed.device())) {
      Files.copy(file, folder.resolve(file.getFileName().toString()));
    }
    String text =
        """
        state: %s
        models:
        - name: audited
          bundle: %s
          license: %s
          device: %s
          threads: 1
        local:
          socket: %s
        """
            .formatted(
                state(),
                installed.bundle().getFileName(),
                installed.licence().getFileName(),
                installed.device().getFileName(),
                socket());
    // A vault's own user is not to be among its callers.
    return Files.writeString(
        folder.resolve("vault.yaml"), root ? text + "  users: [root]\n" : text);
  }

  /** The class path, with copies in the place of what that user cannot read. */
  private String readable() throws IOException, InterruptedException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    String script = "for f; do [ -r \"$f\" ] || echo \"$f\"; done";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    Map<String, String> entries = new LinkedHashMap<>();
    for (String entry : VictimStart.classPath().split(File.pathSeparator, -1)) {
      entries.put(entry, entry);
      command.add(entry);
    }
    Tools.Ended looked = Tools.run(folder, asUser(command));
    if (looked.status() != 0) {
      throw new IOException("another user could not be tried: " + looked.lastLine());
    }
    Path copies = Files.createDirectory(folder.resolve("lib"));
    for (String hidden : looked.output().lines().filter(entries::containsKey).toList()) {
      Path from = Path.of(hidden);
      if (Files.exists(from)) {
        Path to = copies.resolve(entries.size() + "-" + copies.toFile().list().length);
        copy(from, to);
        entries.put(hidden, to.toString());
      }
    }
    return String.join(File.pathSeparator, entries.values());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** To the user, and nobody else but this process's own. */
  private void give(Path path) throws IOException {
    if (!root) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setAttribute(file, "unix:uid", USER);
        Files.setAttribute(file, "unix:gid", USER);
        Files.setPosixFilePermissions(
            file,
            PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwx--x--x" : "rw-------"));
      }
    }
  }

  /** The same by that user. */
  List<String> asUser(List<String> command) {
    List<String> all = new ArrayList<>();
    if (root) {
      String id = Integer.toString(USER);
      all.addAll(
          List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--inh-caps=-all"));
    }
    all.addAll(command);
    return all;
  }

  /**
   * Starts a vault.
   *
   * @param options more of the JVM's, by the thief
   * @param variables of its environment, by the thief
   */
  VictimProcess start(List<String> options, Map<String, String> variables) throws IOException {
    List<String> command = new ArrayList<>();
    // Core files are allowed, so that it is the vault that forbids them.
    command.addAll(List.of("sh", "-c", "ulimit -c unlimited 2>/dev/null; exec \"$@\"", "sh"));
    command.add(java());
    command.addAll(OPTIONS);
    command.add("-Djava.io.tmpdir=" + temporary());
    command.add("-Duser.home=" + home());
    command.addAll(options);
    command.addAll(List.of(VaultApp.class.getName(), config.toString()));
    return new VictimProcess(builder(command, variables).start(), errors());
  }

  /** Starts an ordinary application of that user's, which nothing keeps thieves out of. */
  VictimProcess bare(Path onnx) throws IOException {
    List<String> command =
        List.of(java(), "-XX:+UseSerialGC", VictimApp.class.getName(), "resource", onnx.toString());
    return new VictimProcess(builder(command, Map.of()).start(), errors());
  }

  /** A thief's program of this package. */
  Process thief(Class<?> program, String argument) throws IOException {
    List<String> command =
        List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", program.getName(), argument);
    return builder(command, Map.of()).start();
  }

  private ProcessBuilder builder(List<String> command, Map<String, String> variables) {
    ProcessBuilder builder =
        new ProcessBuilder(asUser(command))
            .directory(working().toFile())
            .redirectError(errors().toFile());
    builder.environment().keySet().retainAll(VictimStart.KEPT);
    builder.environment().put("HOME", home().toString());
    builder.environment().put("CLASSPATH", classPath);
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    builder.environment().putAll(variables);
    return builder;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Runs a tool as that user, in a folder of his. */
  Tools.Ended run(String... command) throws IOException, InterruptedException {
    return Tools.run(working(), asUser(List.of(command)));
  }

  /** A file of this process's that the user is to read. */
  Path lend(Path file) throws IOException {
    Path lent = Files.copy(file, folder.resolve(file.getFileName().toString()));
    give(lent);
    return lent;
  }

  /** Searches what a thief reads of a process's memory; false if he is refused. */
  boolean memory(long pid, Sieve sieve) throws IOException, InterruptedException {
    Process thief = thief(MemoryThief.class, Long.toString(pid));
    thief.getOutputStream().close();
    try (InputStream in = thief.getInputStream()) {
      sieve.stream(in);
    }
    int status = thief.waitFor();
    if (status != 0 && status != MemoryThief.REFUSED) {
      throw new IOException("the thief's program did not run: status " + status);
    }
    return status == 0;
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, IOException e) throws IOException {
            Files.deleteIfExists(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
