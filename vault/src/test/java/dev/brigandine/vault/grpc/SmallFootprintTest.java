package dev.brigandine.vault.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own: what the front takes from a machine that only runs it. */
class SmallFootprintTest {
  private static final String NETTY = "io.grpc.netty.shaded.io.netty.";

  @TempDir Path temp;

  /** Tells of its threads, serves once without TLS and once with, and tells of its files. */
  static final class Alone {
    public static void main(String[] args) throws Exception {
      try (GrpcFront front = GrpcFront.start(GrpcBed.config(1 << 20), new DoubleModels())) {
        long threads =
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("brigandine-grpc"))
                .count();
        System.out.println(front.kind() + " threads " + threads);
      }
      try (GrpcBed bed = new GrpcBed()) {
        bed.lives();
      }
      Path folder = Files.createDirectory(Path.of(args[0]).resolve("files"));
      if (new CallersLetInTest().overTls(folder) != io.grpc.Status.Code.OK) {
        throw new AssertionError("no answer over TLS");
      }
      System.out.println("unpacked " + libraries(Path.of(args[0])));
    }
  }

  /** An unpacked native library could be replaced before it is loaded. */
  @Test
  void nothingIsUnpackedIntoTheTempFolder() throws Exception {
    Path spared = Files.createDirectory(temp.resolve("spared"));
    // None before the first caller but the one that listens.
    assertThat(alone(spared, List.of())).contains("grpc threads 1").contains("unpacked []");
    if (System.getProperty("os.name").equals("Linux")) {
      Path taken = Files.createDirectory(temp.resolve("taken"));
      assertThat(alone(taken, List.of("-D" + NETTY + "transport.noNative=false")))
          .as("what else would lie there")
          .containsPattern("unpacked \\[.*epoll");
    }
  }

  private static String alone(Path folder, List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-Djava.io.tmpdir=" + folder);
    // Netty deletes what it has loaded, which would hide it from us.
    command.add("-D" + NETTY + "native.deleteLibAfterLoading=false");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Alone.class.getName(), folder.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static List<String> libraries(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString())
          .filter(file -> file.contains("netty") || file.contains(".so"))
          .toList();
    }
  }
}
