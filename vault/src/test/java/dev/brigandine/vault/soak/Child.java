package dev.brigandine.vault.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A Java process with a temp folder of its own, which ONNX Runtime unpacks its library into. */
final class Child {
  final Process process;
  private final Path temp;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  Child(Path temp, List<String> before, List<String> options, Class<?> main, List<String> args)
      throws IOException {
    this.temp = Files.createDirectories(temp);
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temp);
    command.addAll(options);
    if (Runtime.version().feature() > 17) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add(main.getName());
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Not on the command line: ONNX Runtime 1.29 overflows its stack over one of some kilobytes.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    process = builder.start();
    reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      // It was killed in the middle of a line.
      return;
    }
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits for that line; fails if the process ends without it. */
  void await(String line) throws InterruptedException {
    synchronized (lines) {
      while (!lines.contains(line)) {
        if (!process.isAlive()) {
          throw new AssertionError("it ended without '" + line + "': " + lines);
        }
        lines.wait(100);
      }
    }
  }

  /** Waits for its end and removes what it left. */
  int end() throws InterruptedException, IOException {
    int status = process.waitFor();
    reader.join();
    try (Stream<Path> files = Files.walk(temp)) {
      files.sorted(Comparator.reverseOrder()).forEach(Child::delete);
    }
    return status;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resident memory in KiB. */
  long memory() throws IOException {
    for (String line : Files.readAllLines(proc("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new AssertionError("the system does not tell a process's memory");
  }

  long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(proc("fd"))) {
      return all.count();
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }
}
