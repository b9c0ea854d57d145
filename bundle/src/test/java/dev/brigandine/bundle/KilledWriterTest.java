package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it writes leaves no file under the target's name, or all of it.
 */
class KilledWriterTest {
  private static final int STEPS = 32;
  private static final long SEED = 20261124;

  @TempDir Path folder;

  @Test
  void killedAtRandomMoments() throws Exception {
    Random random = new Random(SEED);
    for (int round = 0; round < 5; round++) {
      Path target = folder.resolve("model-" + round + ".brig");
      // The last round is let go to its end.
      boolean killed = writeAndKill(target, round == 4 ? STEPS + 9 : 1 + random.nextInt(STEPS));
      if (Files.exists(target)) {
        try (Bundle bundle = Bundle.open(target)) {
          bundle.checkDigests();
        }
      } else {
        assertThat(killed).as("seed %d, round %d", SEED, round).isTrue();
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.getFileName().toString().contains("-")).toList()) {
          String name = file.getFileName().toString();
          assertThat(name).matches("model-\\d\\.brig|\\.model-\\d\\.brig\\.tmp-[A-Za-z0-9_-]{12}");
        }
      }
    }
    assertThat(folder.resolve("model-4.brig")).exists();
  }

  /** Kills the writer once it has reported so many steps; false if it ended by itself. */
  private static boolean writeAndKill(Path target, int steps) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-D" + Crypto.PROPERTY + "=jdk",
                Main.class.getName(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (int i = 0; i < steps; i++) {
        if (out.readLine() == null) {
          assertThat(process.waitFor()).isZero();
          return false;
        }
      }
      process.destroyForcibly().waitFor();
      return true;
    }
  }

  /** The process to be killed. */
  static final class Main {
    public static void main(String[] args) throws IOException {
      Samples.write(
          Path.of(args[0]),
          line -> {
            System.out.println(line);
            System.out.flush();
          },
          Samples.source("graph", new byte[100]),
          Samples.source("weights.0", new byte[(STEPS - 2) << 20]));
    }
  }
}
