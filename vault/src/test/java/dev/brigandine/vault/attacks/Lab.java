package dev.brigandine.vault.attacks;

import dev.brigandine.license.Conditions;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.vault.Vendor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A place for users that exist by number alone, so that nothing is left of them: a folder all may
 * read, with the programs in it, and one of the vault's user alone.
 */
final class Lab implements AutoCloseable {
  static final int ROOT = 0;
  static final int VAULT = 61701;
  static final int APPLICATION = 61702;
  static final int OTHER = 61703;

  final Path folder;
  final Path home;
  final Path loot;
  final Path temporary;
  final Path evil;
  final Path agent;
  final Path tricks;
  final String classPath;
  private int configs;

  /** What a command said and how it ended; -1 if it had to be ended. */
  record Run(int status, String output) {
    boolean says(String text) {
      return output.contains(text);
    }

    String lastLine() {
      String[] lines = output.strip().split("\n", -1);
      return lines[lines.length - 1].strip();
    }
  }

  Lab() throws IOException, InterruptedException {
    require();
    folder = Files.createTempDirectory("brigandine-attacks");
    mode(folder, "rwxr-xr-x");
    loot = open("loot");
    temporary = open("tmp");
    classPath = copyPrograms();
    home = home();
    evil = compile("evil.c", "evil.so", "-shared", "-fPIC");
    tricks = compile("tricks.c", "tricks");
    agent = agentJar();
  }

  /** All it takes, or a failure that says what to do. */
  private static void require() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String tool : List.of("setpriv", "prlimit", "gdb", "gcore", "strace", "gcc", "timeout")) {
      if (Stream.of(System.getenv("PATH").split(":", -1))
          .noneMatch(path -> Files.isExecutable(Path.of(path, tool)))) {
        missing.add(tool);
      }
    }
    if (!missing.isEmpty()) {
      throw new AssertionError(
          "missing: " + missing + "; apt-get install gdb strace gcc libc6-dev util-linux");
    }
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT)) {
      throw new AssertionError("run this as root: it becomes three other users");
    }
    String pattern = Files.readString(Path.of("/proc/sys/kernel/core_pattern")).strip();
    if (pattern.startsWith("|") || pattern.startsWith("/")) {
      throw new AssertionError(
          "core files go to '"
              + pattern
              + "', where this does not look:"
              + " sysctl -w kernel.core_pattern=core");
    }
  }

  private Path open(String name) throws IOException {
    Path path = Files.createDirectory(folder.resolve(name));
    Files.setAttribute(path, "unix:mode", 01777);
    return path;
  }

  /** Classes and jars; a build's own may lie where only root can look. */
  private String copyPrograms() throws IOException {
    Path lib = Files.createDirectory(folder.resolve("lib"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (!Files.exists(from) || from.toString().contains("minilm")) {
        continue;
      }
      Path to = lib.resolve(entries.size() + "-" + from.getFileName());
      copy(from, to);
      entries.add(to.toString());
    }
    copy(Path.of("dist", "vault.options"), folder.resolve("vault.options"));
    return String.join(File.pathSeparator, entries);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
          mode(copy, "rwxr-xr-x");
        } else {
          Files.copy(file, copy);
          mode(copy, "rw-r--r--");
        }
      }
    }
  }

  private Path home() throws IOException {
    Path path = Files.createDirectory(folder.resolve("home"));
    Vendor vendor = new Vendor(path);
    Path bundle =
        vendor.protect(Loot.model(folder.resolve("loot.onnx")), 1, ProtectOptions.Armor.NONE);
    Files.delete(folder.resolve("loot.onnx"));
    Files.move(vendor.license(bundle), path.resolve("bare.jwt"));
    Conditions closed = Conditions.NONE.withIsolation(Isolation.VAULT);
    Files.move(
        vendor.license(bundle, LicenseTerms.expiring(Vendor.END).conditions(closed).build()),
        path.resolve("hardened.jwt"));
    Files.move(bundle, path.resolve("model.brig"));
    Files.createDirectory(path.resolve("state"));
    give(path, VAULT);
    give(Files.createDirectory(folder.resolve("run")), VAULT);
    mode(folder.resolve("run"), "rwxr-xr-x");
    return path;
  }

  /** A vault's, with a socket of its own, that lets the application's user in. */
  Path config() throws IOException {
    String name = "vault" + configs++;
    String text =
        """
        state: %1$s-state
        models:
        - name: loot
          bundle: model.brig
          license: hardened.jwt
          device: device.key
          threads: 1
        local:
          socket: %2$s/run/%1$s.sock
          users: ["%3$d"]
        """
            .formatted(name, folder, APPLICATION);
    Path config = Files.writeString(home.resolve(name + ".yaml"), text);
    give(config, VAULT);
    give(Files.createDirectory(home.resolve(name + "-state")), VAULT);
    return config;
  }

  /** A folder, and all in it, to that user alone. */
  static void give(Path path, int uid) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        mode(file, Files.isDirectory(file) ? "rwx------" : "rw-------");
        Files.setAttribute(file, "unix:uid", uid);
        Files.setAttribute(file, "unix:gid", uid);
      }
    }
  }

  private Path compile(String source, String name, String... options)
      throws IOException, InterruptedException {
    Path code = folder.resolve(source);
    try (var in = Lab.class.getResourceAsStream(source)) {
      Files.copy(in, code);
    }
    Path to = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-o", to.toString()));
    command.addAll(List.of(options));
    command.add("-DMARK=\"" + loot.resolve("evil") + "\"");
    command.add(code.toString());
    Run run = run(ROOT, 60, command);
    if (run.status() != 0) {
      throw new AssertionError("gcc: " + run.output());
    }
    mode(to, "rwxr-xr-x");
    return to;
  }

  private Path agentJar() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), Agent.class.getName());
    Path jar = folder.resolve("agent.jar");
    String name = Agent.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var in = Lab.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
    mode(jar, "rw-r--r--");
    return jar;
  }

  static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** A folder of that user's own, for what he makes. */
  Path desk(int uid) throws IOException {
    Path path = Files.createTempDirectory(folder, "desk");
    give(path, uid);
    return path;
  }

  /** Like the command, as that user; it becomes the command's own process. */
  static List<String> as(int uid, List<String> command) {
    List<String> all = new ArrayList<>();
    if (uid != ROOT) {
      String id = Integer.toString(uid);
      all.addAll(
          List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--inh-caps=-all"));
    }
    all.addAll(command);
    return all;
  }

  /** Runs it to its end, for at most some seconds. */
  Run run(int uid, int seconds, List<String> command) throws IOException, InterruptedException {
    Process process = start(uid, Map.of(), uid == ROOT ? folder : desk(uid), command);
    process.getOutputStream().close();
    // The reader ends with the process or is ended with it.
    StringBuilder output = new StringBuilder();
    Thread reader = new Thread(() -> output.append(text(process)), "reader");
    reader.start();
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    reader.join(10_000);
    return new Run(ended ? process.exitValue() : -1, output.toString());
  }

  Run run(int uid, int seconds, String... command) throws IOException, InterruptedException {
    return run(uid, seconds, List.of(command));
  }

  /** Starts it with that environment and little more. */
  Process start(int uid, Map<String, String> environment, Path at, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(as(uid, command)).directory(at.toFile()).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH", "JAVA_HOME"));
    builder.environment().put("HOME", at.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    // Else it looks through the command line by a recursion that a long class path overflows.
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** A thief of this package, in his own JVM. */
  Run thief(int uid, int seconds, String... arguments) throws IOException, InterruptedException {
    return run(uid, seconds, thiefCommand(arguments));
  }

  List<String> thiefCommand(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(java(), "-XX:+UseSerialGC", "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath, Thief.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  static String java() {
    return tool("java");
  }

  /** Of the JDK this runs on. */
  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static String text(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
