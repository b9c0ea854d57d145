package dev.brigandine.vault.attacks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running {@link Victim}. */
final class Target implements AutoCloseable {
  private static final String END = "\0end";

  final boolean hardened;
  final Path directory;
  private final Lab lab;
  private final Process process;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private Target(Lab lab, boolean hardened, Process process, Path directory) {
    this.lab = lab;
    this.hardened = hardened;
    this.process = process;
    this.directory = directory;
    Thread reader = new Thread(this::read, "victim-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** As its user, core files allowed by its limits, in a folder it may write. */
  static Target start(
      Lab lab, boolean hardened, int uid, Map<String, String> environment, List<String> options)
      throws IOException {
    return start(lab, hardened, uid, environment, options, List.of());
  }

  /**
   * @param before what starts it, if not just that user does
   */
  static Target start(
      Lab lab,
      boolean hardened,
      int uid,
      Map<String, String> environment,
      List<String> options,
      List<String> before)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of("sh", "-c", "ulimit -c unlimited; exec \"$@\"", "sh", Lab.java()));
    command.add(hardened ? "@" + lab.folder.resolve("vault.options") : "-XX:+UseSerialGC");
    command.add("-Xmx64m");
    command.add("-Djava.io.tmpdir=" + lab.temporary);
    command.addAll(options);
    command.addAll(List.of("-cp", lab.classPath, Victim.class.getName()));
    command.addAll(
        hardened
            ? List.of("hardened", lab.config().toString())
            : List.of("bare", lab.home.toString()));
    Path directory = lab.desk(uid);
    return new Target(
        lab,
        hardened,
        lab.start(before.isEmpty() ? uid : Lab.ROOT, environment, directory, command),
        directory);
  }

  /** Of the vault's user, and ready. */
  static Target ready(Lab lab, boolean hardened) throws IOException, InterruptedException {
    Target target = start(lab, hardened, Lab.VAULT, Map.of(), List.of());
    if (!target.reaches("ready")) {
      throw new AssertionError("the victim did not start: " + target.output());
    }
    return target;
  }

  String pid() {
    return Long.toString(process.pid());
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits for a line that begins so; false if the process ended before. */
  boolean reaches(String beginning) throws InterruptedException {
    return reaches(beginning, 60);
  }

  boolean reaches(String beginning, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.equals(END)) {
        return false;
      }
      synchronized (seen) {
        seen.add(line);
      }
      if (line.startsWith(beginning)) {
        return true;
      }
    }
  }

  /** Of a vault that is ready. */
  String socket() {
    return output()
        .lines()
        .filter(line -> line.startsWith("ready "))
        .findFirst()
        .orElseThrow()
        .substring("ready ".length());
  }

  /** Has it run the model once; whether it answered. The application asks a vault. */
  boolean answers() throws IOException, InterruptedException {
    if (hardened) {
      return lab.thief(Lab.APPLICATION, 60, "use", socket()).says("LOOT");
    }
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      return false;
    }
    return reaches("answer", 20);
  }

  /** What was read so far. */
  String output() {
    synchronized (seen) {
      return String.join("\n", seen);
    }
  }

  /** Waits for its end. */
  boolean dies() throws InterruptedException {
    return process.waitFor(30, TimeUnit.SECONDS);
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // As at the end.
    }
    lines.add(END);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
