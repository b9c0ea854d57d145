package dev.brigandine.licenseserver.load;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Server processes, each on a port of its own. */
final class Cluster implements AutoCloseable {
  private final List<String> databases;
  private final Path key;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private int kills;

  /**
   * @param databases of each process
   */
  Cluster(List<String> databases, Path key) throws IOException {
    this.databases = databases;
    this.key = key;
    for (int i = 0; i < databases.size(); i++) {
      try (ServerSocket free = new ServerSocket(0)) {
        ports.add(free.getLocalPort());
      }
      processes.add(null);
    }
    for (int i = 0; i < databases.size(); i++) {
      processes.set(i, start(i));
    }
  }

  private Process start(int i) throws IOException {
    // What an operator would give a small server; with more it collects less often.
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            databases.get(i),
            key.toString(),
            Integer.toString(ports.get(i)))
        .inheritIO()
        .start();
  }

  /** SIGKILL, then another in its place. */
  synchronized void kill(int i) throws IOException, InterruptedException {
    processes.get(i).destroyForcibly().waitFor();
    processes.set(i, start(i));
    kills++;
  }

  int size() {
    return ports.size();
  }

  int port(int i) {
    return ports.get(i);
  }

  synchronized int kills() {
    return kills;
  }

  @Override
  public synchronized void close() {
    for (Process process : processes) {
      if (process != null) {
        process.destroyForcibly().onExit().join();
      }
    }
  }
}
