package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of this project's own, made by another implementation: here we are the writer. */
class OwnVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  @TempDir static Path folder;

  @TestFactory
  List<DynamicTest> contentKey() throws Exception {
    return lines(
        "content-key.txt",
        3,
        v -> {
          try (ActivationKey activation = ActivationKey.of(HEX.parseHex(v[0]))) {
            for (Crypto crypto : List.of(Crypto.best(), Crypto.jdk())) {
              try (ContentKey key = ContentKey.derive(crypto, activation, v[1])) {
                assertThat(HEX.formatHex(key.copy())).isEqualTo(v[2]);
              }
            }
          }
        });
  }

  @TestFactory
  List<DynamicTest> keyTensors() throws Exception {
    return lines(
        "key-tensors.txt",
        17,
        v -> {
          KeySpec.Kind kind = KeySpec.Kind.valueOf(v[2].toUpperCase(Locale.ROOT));
          long count = Long.parseLong(v[3]);
          long size = Long.parseLong(v[4]);
          long elements = kind == KeySpec.Kind.MIX ? count * size * size : size;
          KeySpec spec = new KeySpec("k", kind, count, size, List.of(elements));
          try (ActivationKey activation = ActivationKey.of(HEX.parseHex(v[0]))) {
            for (Crypto crypto : List.of(Crypto.best(), Crypto.jdk())) {
              try (KeyTensors keys = KeyTensors.derive(crypto, activation)) {
                ByteBuffer tensor = keys.tensor(Integer.parseInt(v[1]), spec);
                byte[] bytes = new byte[tensor.remaining()];
                tensor.get(bytes);
                assertThat(Kit.sha256(bytes)).isEqualTo(v[5]);
              }
            }
          }
        });
  }

  @TestFactory
  List<DynamicTest> cobblestone() throws Exception {
    return lines(
        "cobblestone-256.txt",
        10,
        v -> {
          byte[] plain = new byte[Integer.parseInt(v[3])];
          for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (i * 31 + 7);
          }
          try {
            for (Crypto crypto : List.of(Crypto.best(), Crypto.jdk())) {
              assertThat(seal(crypto, v, plain)).isEqualTo(v[4]);
            }
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static String seal(Crypto crypto, String[] v, byte[] plain) throws Exception {
    byte[] salt = HEX.parseHex(v[2]);
    Path path = Files.createTempFile(folder, "vector", null);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
        Cobblestone message =
            Cobblestone.derive(crypto, HEX.parseHex(v[0]), HEX.parseHex(v[1]), salt);
        SectionWriter out =
            new SectionWriter(file, 0, crypto, salt, message, plain.length, done -> {}, 0)) {
      out.write(ByteBuffer.wrap(plain));
      String digest = HEX.formatHex(out.finish());
      assertThat(Kit.sha256(Files.readAllBytes(path))).isEqualTo(digest);
      return digest;
    }
  }

  private static List<DynamicTest> lines(String file, int count, Consumer<String[]> check)
      throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    Path path = Path.of(OwnVectorsTest.class.getResource("/vectors/" + file).toURI());
    for (String line : Files.readAllLines(path)) {
      if (!line.startsWith("#")) {
        String[] fields = line.split(" \\| ", -1);
        tests.add(dynamicTest(file + " " + tests.size(), () -> check.accept(fields)));
      }
    }
    assertThat(tests).hasSize(count);
    return tests;
  }
}
