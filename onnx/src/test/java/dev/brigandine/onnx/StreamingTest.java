package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.onnx.testing.BigModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models far larger than the heap are read and streamed: by a JVM with 64 MB of heap. */
class StreamingTest {
  @TempDir Path folder;

  @Test
  void sixHundredMegabytesInOneFile() throws Exception {
    BigModel model = new BigModel(36, 2048, 1);
    assertThat(probe(model.writeWhole(folder))).isEqualTo("36 " + model.weightBytes());
  }

  @Test
  void threeGigabytesBesideTheModel() throws Exception {
    BigModel model = new BigModel(45, 4096, 1);
    assertThat(model.weightBytes()).isGreaterThan(3_000_000_000L);
    assertThat(probe(model.writeSparse(folder))).isEqualTo("45 " + model.weightBytes());
  }

  @Test
  void noPieceIsLarge() throws Exception {
    OnnxModel model = OnnxModel.read(new BigModel(1, 512, 1).writeWhole(folder));
    CountingChannel channel =
        new CountingChannel(piece -> assertThat(piece.remaining()).isLessThanOrEqualTo(1 << 18));
    Skeleton.of(model).weights().get(0).writeTo(channel);
  }

  private static String probe(Path model) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:MaxDirectMemorySize=16m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MemoryProbe.class.getName(),
                    model.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }
}
