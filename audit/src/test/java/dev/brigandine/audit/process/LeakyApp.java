package dev.brigandine.audit.process;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An application with a fault that its system properties name: {@code leak.copy}, a file that it
 * copies into its temporary folder; {@code leak.heap}, one whose bytes it keeps; {@code leak.log},
 * a text that it logs.
 */
final class LeakyApp {
  private static byte[] kept;

  private LeakyApp() {}

  public static void main(String[] args) throws Exception {
    String copy = System.getProperty("leak.copy");
    if (copy != null) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      Files.copy(Path.of(copy), temporary.resolve("cache.bin"));
    }
    String heap = System.getProperty("leak.heap");
    if (heap != null) {
      kept = Files.readAllBytes(Path.of(heap));
    }
    String log = System.getProperty("leak.log");
    if (log != null) {
      System.err.println("opened with " + Files.readString(Path.of(log)));
    }
    VictimApp.main(args);
    if (kept != null && kept.length == 0) {
      throw new IllegalStateException("nothing was kept");
    }
  }
}
