package dev.brigandine.audit.process;

import dev.brigandine.onnx.SampleTensor;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A victim that runs, from outside. */
final class VictimProcess implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 300;
  private static final int MOST_ERRORS = 1 << 16;
  private static final int MOST_OUTPUT = 1 << 24;
  private static final String END = "\0";

  private final Process process;
  private final DataOutputStream orders;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final StringBuilder output = new StringBuilder();
  private final Path errors;
  private final Thread end;

  /**
   * @param errors the file that its standard error goes to
   */
  VictimProcess(Process process, Path errors) {
    this.errors = errors;
    this.process = process;
    this.orders = new DataOutputStream(process.getOutputStream());
    // A victim that is stopped would stay for ever.
    end = new Thread(process::destroyForcibly, "audit-victim-end");
    Runtime.getRuntime().addShutdownHook(end);
    Thread reader = new Thread(this::read, "audit-victim-output");
    reader.setDaemon(true);
    reader.start();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether the model is open by now, and not run yet. */
  boolean isOpen() {
    return lines.contains(Orders.READY);
  }

  /** Waits until the model is open. */
  VictimProcess opened() throws IOException, InterruptedException {
    await(Orders.READY);
    return this;
  }

  /** Has it run the model. */
  void run(List<SampleTensor> inputs) throws IOException, InterruptedException {
    try {
      Orders.writeRun(orders, inputs);
    } catch (IOException e) {
      throw ended(e);
    }
    await(Orders.RAN);
  }

  /** Has it close the model; the process stays. */
  void closeModel() throws IOException, InterruptedException {
    order(Orders.CLOSE);
    await(Orders.CLOSED);
  }

  /** Has it end, the model closed or not, and waits for that. */
  void end() throws IOException, InterruptedException {
    order(Orders.END);
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the victim does not end");
    }
  }

  /** Its exit status, once it has ended by itself. */
  Optional<Integer> waitFor(int seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS)
        ? Optional.of(process.exitValue())
        : Optional.empty();
  }

  /** What it printed so far, but for its answers to orders. */
  String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  private void order(int order) throws IOException {
    try {
      orders.writeByte(order);
      orders.flush();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private void await(String answer) throws IOException, InterruptedException {
    String line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new IOException("the victim does not answer within " + DEADLINE_SECONDS + " s");
    }
    if (!line.equals(answer)) {
      throw ended(null);
    }
  }

  private IOException ended(IOException cause) {
    return new IOException("the victim ended early: " + lastError(), cause);
  }

  /** The last line of its errors that says something, for a message. */
  String lastError() {
    try {
      if (Files.size(errors) > MOST_ERRORS) {
        return "it says a lot on standard error";
      }
      String all = Files.readString(errors, StandardCharsets.ISO_8859_1);
      return all.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("\t"))
          .reduce((before, line) -> line)
          .orElse("it says nothing on standard error");
    } catch (IOException e) {
      return "its standard error cannot be read";
    }
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(Orders.READY) || line.equals(Orders.RAN) || line.equals(Orders.CLOSED)) {
          lines.add(line);
        } else {
          synchronized (output) {
            if (output.length() + line.length() < MOST_OUTPUT) {
              output.append(line).append('\n');
            }
          }
        }
      }
    } catch (IOException e) {
      // As at the end.
    }
    lines.add(END);
  }

  /** Ends it at once. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // This process is ending.
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
