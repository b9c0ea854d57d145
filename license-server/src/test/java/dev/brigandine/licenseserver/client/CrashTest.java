package dev.brigandine.licenseserver.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client processes of one cache folder: together, and killed. */
class CrashTest {
  @TempDir Path folder;

  private record Running(Process process, BufferedReader out, long seat, long fence)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      out.close();
    }
  }

  private Running start(House house) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    HoldingProcess.class.getName(),
                    house.server.address(),
                    folder.resolve("cache").toString(),
                    house.entitlement,
                    folder.resolve("device.key").toString(),
                    house.vendor.signer().thumbprint()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    assertThat(line).isNotNull();
    String[] words = line.split(" ");
    return new Running(process, out, Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  @Test
  void aKilledProcessTakesUpItsOwnSeat() throws Exception {
    try (House house = new House(folder).start().floating(2, 60, 60)) {
      house.device.save(folder.resolve("device.key"), null);
      try (Running one = start(house)) {
        try (Running two = start(house)) {
          assertThat(two.seat()).isNotEqualTo(one.seat());
          assertThat(house.inUse()).isEqualTo(2);
        }
        Running before = one;
        for (int i = 0; i < 3; i++) {
          before.process().destroyForcibly().waitFor();
          Running again = start(house);
          assertThat(again.seat()).isEqualTo(one.seat());
          assertThat(again.fence()).isGreaterThan(before.fence());
          assertThat(house.inUse()).isEqualTo(2);
          before = again;
        }
        // Ended in peace, it gives the seat back.
        before.process().getOutputStream().close();
        assertThat(before.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(before.process().exitValue()).isZero();
        assertThat(house.inUse()).isEqualTo(1);
        before.close();
      }
    }
  }
}
