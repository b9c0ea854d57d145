package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        16383,
        16384,
        16385,
        32768,
        64 * 16384 - 1,
        64 * 16384,
        64 * 16384 + 1,
        3000000
      })
  void whatIsWrittenIsRead(int length) throws Exception {
    byte[] graph = Samples.bytes(1, 777);
    byte[] weights = Samples.bytes(2, length);
    for (boolean direct : new boolean[] {true, false}) {
      for (int piece : new int[] {1 << 20, 16384, 4099}) {
        Path file = folder.resolve("model.brig");
        Samples.write(
            file,
            Samples.source("graph", graph),
            Samples.source("weights.0", weights, piece, direct));
        for (Crypto crypto : List.of(Crypto.jdk(), Crypto.best())) {
          check(file, crypto, graph, weights);
        }
      }
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("model.brig"));
    }
  }

  private static void check(Path file, Crypto crypto, byte[] graph, byte[] weights)
      throws Exception {
    try (Bundle bundle = Bundle.open(file, crypto);
        ContentKey key = Samples.contentKey()) {
      Manifest manifest = bundle.manifest();
      assertThat(bundle.signer()).isEqualTo(SignerId.of(Samples.SIGNER.publicKey()));
      assertThat(manifest.outputs()).isEqualTo(Samples.draft().outputs());
      assertThat(bundle.fileSize()).isEqualTo(Files.size(file));
      bundle.checkDigests();
      assertThat(Samples.decrypt(bundle, manifest.sections().get(0), key)).isEqualTo(graph);
      SectionInfo section = manifest.sections().get(1);
      assertThat(Samples.decrypt(bundle, section, key)).isEqualTo(weights);
      try (ReadableByteChannel stream = bundle.stream(section, key)) {
        ByteBuffer all = ByteBuffer.allocate(weights.length + 1);
        int n = 0;
        while (n >= 0) {
          n = stream.read(all);
        }
        assertThat(Arrays.copyOf(all.array(), all.position())).isEqualTo(weights);
      }
      for (int offset = 0; offset <= weights.length; offset += 1 + weights.length / 7) {
        ByteBuffer part = ByteBuffer.allocate(Math.min(40000, weights.length - offset));
        bundle.read(section, key, offset, part);
        assertThat(part.array())
            .isEqualTo(Arrays.copyOfRange(weights, offset, offset + part.capacity()));
      }
    }
  }
}
