package dev.brigandine.bench;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The parent's side of a cold start: starts a child, takes the time when its first line arrives,
 * and holds it to the protocol of {@link ColdStart}.
 */
final class ChildProcess {
  private static final int MAX_LINE = 4096;
  private static final int MAX_SHOWN = 80;

  private final String label;
  private final Duration timeout;
  private volatile boolean timedOut;

  /**
   * @param label {@code plain} or {@code sealed}, for messages
   */
  ChildProcess(String label, Duration timeout) {
    this.label = label;
    this.timeout = timeout;
  }

  /**
   * @param command the whole command line
   * @param secret bytes for the child's standard input, wiped here
   * @param talk a file for the child's standard error
   */
  ColdRun run(List<String> command, byte[] secret, Path talk) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(talk.toFile());
    long start = System.nanoTime();
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.IO, "cannot start " + command.get(0) + ": " + e.getMessage(), null, e);
    }
    Thread watch = watch(process);
    try {
      send(process, secret);
      ColdRun run = talkWith(process.getInputStream(), start);
      int status = process.waitFor();
      if (status != 0) {
        throw ended(status, null);
      }
      return run;
    } catch (IOException e) {
      throw ended(process.destroyForcibly().waitFor(), e);
    } finally {
      process.destroyForcibly();
      watch.join();
    }
  }

  private ColdRun talkWith(InputStream in, long start) throws IOException {
    String first = line(in);
    long answered = System.nanoTime();
    if (first.startsWith(ColdStart.ERROR)) {
      throw reported(first, line(in), line(in));
    }
    if (!first.equals(ColdStart.ANSWERED)) {
      throw garbage(first);
    }
    long read = number(in, ColdStart.READ);
    long open = number(in, ColdStart.OPEN);
    long run = number(in, ColdStart.RUN);
    long peak = number(in, ColdStart.PEAK);
    String digest = value(in, ColdStart.DIGEST);
    String last = line(in);
    if (!last.equals(ColdStart.DONE)) {
      throw garbage(last);
    }
    if (in.read() >= 0) {
      throw garbage("more after its last line");
    }
    long total = answered - start;
    return new ColdRun(total, total - read - open - run, open, run, peak, digest);
  }

  private Thread watch(Process process) {
    Thread watch =
        new Thread(
            () -> {
              try {
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                  timedOut = true;
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                process.destroyForcibly();
              }
            },
            "bench child watch");
    watch.setDaemon(true);
    watch.start();
    return watch;
  }

  private static void send(Process process, byte[] secret) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(secret);
    } catch (IOException e) {
      // The child is gone; reading its output says how it ended.
      return;
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private String value(InputStream in, String key) throws IOException {
    String line = line(in);
    if (!line.startsWith(key)) {
      throw line.startsWith(ColdStart.ERROR) ? reported(line, line(in), line(in)) : garbage(line);
    }
    return line.substring(key.length());
  }

  private long number(InputStream in, String key) throws IOException {
    String value = value(in, key);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw garbage(key + value);
    }
  }

  /** One line without its end; a child that ends or runs on within it is an {@link IOException}. */
  private String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        if (bytes.size() > 0) {
          throw garbage(bytes.toString(StandardCharsets.UTF_8));
        }
        throw new IOException("the child's output ended");
      }
      if (bytes.size() >= MAX_LINE) {
        throw garbage(bytes.toString(StandardCharsets.UTF_8));
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private BrigandineException reported(String error, String message, String hint) {
    ErrorCode code;
    try {
      code = ErrorCode.valueOf(error.substring(ColdStart.ERROR.length()));
    } catch (IllegalArgumentException e) {
      return garbage(error);
    }
    if (!message.startsWith(ColdStart.MESSAGE) || !hint.startsWith(ColdStart.HINT)) {
      return garbage(message);
    }
    String advice = hint.substring(ColdStart.HINT.length());
    return new BrigandineException(
        code,
        message.substring(ColdStart.MESSAGE.length()) + " (in the " + label + " child process)",
        advice.isEmpty() ? null : advice);
  }

  private BrigandineException garbage(String line) {
    if (timedOut) {
      return ended(0, null);
    }
    String shown = line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line;
    StringBuilder clean = new StringBuilder();
    shown.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return new BrigandineException(
        ErrorCode.INTERNAL,
        "the " + label + " child process printed \"" + clean + "\", which is not of its protocol",
        "a JVM option or agent that prints to standard output would do that");
  }

  private BrigandineException ended(int status, IOException cause) {
    if (timedOut) {
      return new BrigandineException(
          ErrorCode.INTERNAL,
          "the " + label + " child process gave no answer within " + timeout.toSeconds() + " s",
          "allow more time, or see whether the machine is short of memory");
    }
    return new BrigandineException(
        ErrorCode.INTERNAL,
        "the " + label + " child process ended with status " + status + " before it was done",
        "run the model alone to see why; 134, 137 and 139 are an abort, a kill and a crash",
        cause);
  }
}
