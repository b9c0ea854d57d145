package dev.brigandine.vault.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own: what the front takes from a machine that only runs it. */
class SmallFootprintTest {
  @TempDir Path temp;

  /** Serves once over TLS and once without, then tells of its threads. */
  static final class Alone {
    public static void main(String[] args) throws Exception {
      Path folder = Files.createDirectory(Path.of(args[0]).resolve("files"));
      try (GrpcBed bed = new GrpcBed()) {
        bed.lives();
      }
      if (new CallersLetInTest().overTls(folder) != io.grpc.Status.Code.OK) {
        throw new AssertionError("no answer over TLS");
      }
      DoubleModels models = new DoubleModels();
      try (GrpcFront front = GrpcFront.start(GrpcBed.config(1 << 20), models)) {
        long threads =
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("brigandine-grpc"))
                .count();
        System.out.println(front.kind() + " threads " + threads);
      }
    }
  }

  /** An unpacked native library could be replaced before it is loaded. */
  @Test
  void nothingIsUnpackedIntoTheTempFolder() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + temp,
                "-cp",
                System.getProperty("java.class.path"),
                Alone.class.getName(),
                temp.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    // None before the first caller but the one that listens.
    assertThat(said).contains("grpc threads 1");
    assertThat(files(temp)).as(said).allMatch(file -> file.startsWith("files"));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.startsWith("hsperfdata"))
          .toList();
    }
  }
}
