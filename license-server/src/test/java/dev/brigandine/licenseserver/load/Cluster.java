package dev.brigandine.licenseserver.load;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Server processes, each on a port of its own. */
final class Cluster implements AutoCloseable {
  private final List<String> databases;
  private final Path key;
  private final int clockSpeed;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();

  /**
   * @param databases of each process
   * @param clockSpeed how fast their clocks run
   */
  Cluster(List<String> databases, Path key, int clockSpeed) throws IOException {
    this.databases = databases;
    this.key = key;
    this.clockSpeed = clockSpeed;
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
    // What an operator would give a small server.
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            databases.get(i),
            key.toString(),
            Integer.toString(ports.get(i)),
            Integer.toString(clockSpeed))
        .inheritIO()
        .start();
  }

  /** Waits until each has its port open. */
  void awaitAll() throws InterruptedException {
    for (int i = 0; i < ports.size(); i++) {
      while (true) {
        try {
          new Socket("127.0.0.1", ports.get(i)).close();
          break;
        } catch (IOException e) {
          if (!processes.get(i).isAlive()) {
            throw new IllegalStateException("server " + i + " does not start", e);
          }
          Thread.sleep(50);
        }
      }
    }
  }

  /** SIGKILL, then another in its place. */
  synchronized void kill(int i) throws IOException, InterruptedException {
    processes.get(i).destroyForcibly().waitFor();
    processes.set(i, start(i));
  }

  int size() {
    return ports.size();
  }

  int port(int i) {
    return ports.get(i);
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
