package dev.brigandine.license.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command of the operating system and takes at most 64 KiB of what it says. */
final class SystemCommands implements CommandTraits.Commands {
  private static final int MAX_TEXT = 1 << 16;
  private static final int SECONDS = 5;

  @Override
  public String run(List<String> command) {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
    try (InputStream out = process.getInputStream()) {
      process.getOutputStream().close();
      byte[] text = out.readNBytes(MAX_TEXT);
      boolean done = process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      return done ? new String(text, StandardCharsets.ISO_8859_1) : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      process.destroy();
    }
  }
}
