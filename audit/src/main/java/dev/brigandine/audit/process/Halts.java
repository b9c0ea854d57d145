package dev.brigandine.audit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Stops a process and lets it go on, by a shell that waits for the word: starting a program for
 * each signal would take longer than a small model takes to open.
 */
final class Halts implements AutoCloseable {
  private final Process shell;
  private final OutputStream in;
  private final BufferedReader out;

  Halts(long pid) throws IOException {
    String loop = "while read s; do kill -$s " + pid + " 2>/dev/null; echo $?; done";
    shell = new ProcessBuilder("sh", "-c", loop).start();
    in = shell.getOutputStream();
    out =
        new BufferedReader(
            new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
  }

  /** False if the process is gone. */
  boolean stop() throws IOException {
    return signal("STOP");
  }

  /** False if the process is gone. */
  boolean go() throws IOException {
    return signal("CONT");
  }

  private boolean signal(String name) throws IOException {
    in.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
    in.flush();
    return "0".equals(out.readLine());
  }

  @Override
  public void close() {
    try {
      in.close();
      shell.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      // Ended already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shell.destroyForcibly();
  }
}
