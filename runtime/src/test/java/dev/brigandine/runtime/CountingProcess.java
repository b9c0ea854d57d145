package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.license.clock.Ticker;
import java.nio.file.Path;

/** Runs until it is refused and prints how often it was not; a program of its own. */
final class CountingProcess {
  private CountingProcess() {}

  /** Of the licence, its runs and id alone matter; both processes derive the same counter. */
  static Process start(Licensed licensed, Path state) throws Exception {
    String key = licensed.activation().withBytes(java.util.HexFormat.of()::formatHex);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            CountingProcess.class.getName(),
            licensed.jwt(),
            key,
            state.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] args) {
    var license = dev.brigandine.license.License.parse(args[0]);
    var activation =
        dev.brigandine.bundle.ActivationKey.of(java.util.HexFormat.of().parseHex(args[1]));
    int granted = 0;
    try (RunMeter meter =
        Licensed.meter(license, activation, Path.of(args[2]), Licensed.CLOCK, Ticker.SYSTEM)) {
      while (true) {
        meter.count();
        granted++;
      }
    } catch (BrigandineException e) {
      System.out.println(granted);
    }
  }
}
