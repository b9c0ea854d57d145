package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every vector of the testkit, by inspection, whole decryption, stream and random access. */
class TestkitTest {
  private static List<Path> texts() throws IOException, URISyntaxException {
    Path folder = Path.of(TestkitTest.class.getResource("/testkit").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @TestFactory
  List<DynamicTest> vectors() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path text : texts()) {
      for (Crypto crypto : List.of(Crypto.best(), Crypto.jdk())) {
        String name = text.getFileName() + " " + crypto.name();
        tests.add(dynamicTest(name, () -> run(text, crypto)));
      }
    }
    return tests;
  }

  @Test
  void theKitIsWhole() throws Exception {
    List<String> committed = new ArrayList<>();
    for (Path text : texts()) {
      committed.add(text.getFileName().toString().replace(".txt", ""));
    }
    assertThat(committed).hasSizeGreaterThanOrEqualTo(120);
    assertThat(Testkit.make().stream().map(Kit::name)).containsExactlyElementsOf(committed);
  }

  /** A generator that no longer makes what it once made would hide a change of the format. */
  @TestFactory
  List<DynamicTest> vectorsMadeAnew() throws Exception {
    Path folder = Files.createTempDirectory("testkit");
    Testkit.main(new String[] {folder.toString()});
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path text : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        tests.add(
            dynamicTest(
                text.getFileName().toString(),
                () -> {
                  run(text, Crypto.best());
                  Path brig = brig(text);
                  Files.delete(text);
                  Files.delete(brig);
                }));
      }
    }
    return tests;
  }

  private static Path brig(Path text) {
    return text.resolveSibling(text.getFileName().toString().replace(".txt", ".brig"));
  }

  private static void run(Path text, Crypto crypto) throws Exception {
    List<String> lines = Files.readAllLines(text);
    String open = value(lines, "open: ");
    if (!open.equals("ok")) {
      assertCode(open, () -> Bundle.open(brig(text), crypto).close());
      return;
    }
    ActivationKey activation =
        ActivationKey.of(HexFormat.of().parseHex(value(lines, "activation: ")));
    try (Bundle bundle = Bundle.open(brig(text), crypto);
        ContentKey key = ContentKey.derive(activation, bundle.manifest().bundleId())) {
      assertThat(bundle.signer().thumbprint()).isEqualTo(value(lines, "signer: "));
      String inspect = value(lines, "inspect: ");
      if (inspect.equals("ok")) {
        bundle.checkDigests();
      } else {
        assertCode(inspect, bundle::checkDigests);
      }
      for (SectionInfo section : bundle.manifest().sections()) {
        String[] expected = value(lines, "section " + section.name() + ": ").split(" ");
        whole(bundle, section, key, expected);
        stream(bundle, section, key, expected);
        random(bundle, section, key, expected);
      }
    }
  }

  private static void whole(Bundle bundle, SectionInfo section, ContentKey key, String[] expected) {
    ByteBuffer direct = ByteBuffer.allocateDirect((int) section.plainLength() + 3);
    ByteBuffer blank = ByteBuffer.allocate(direct.capacity());
    if (expected[0].equals("ok")) {
      bundle.decrypt(section, key, direct.position(1));
      assertThat(direct.position()).isEqualTo((int) section.plainLength() + 1);
      byte[] plain = new byte[(int) section.plainLength()];
      direct.position(1).get(plain);
      assertThat(Kit.sha256(plain)).isEqualTo(expected[3]);
    } else {
      assertCode(expected[0], () -> bundle.decrypt(section, key, direct));
      assertThat(direct.position()).isZero();
      assertThat(direct).isEqualTo(blank);
    }
  }

  private static void stream(Bundle bundle, SectionInfo section, ContentKey key, String[] expected)
      throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) section.plainLength() + 1);
    if (expected[1].equals("ok")) {
      try (ReadableByteChannel stream = bundle.stream(section, key)) {
        while (stream.read(all) >= 0) {
          assertThat(all.hasRemaining()).isTrue();
        }
      }
      assertThat(Kit.sha256(Arrays.copyOf(all.array(), all.position()))).isEqualTo(expected[3]);
      return;
    }
    assertCode(
        expected[1],
        () -> {
          try (ReadableByteChannel stream = bundle.stream(section, key)) {
            while (stream.read(all) >= 0) {
              assertThat(all.hasRemaining()).isTrue();
            }
          }
        });
    assertThat(all.position()).isEqualTo(Integer.parseInt(expected[4]));
  }

  private static void random(
      Bundle bundle, SectionInfo section, ContentKey key, String[] expected) {
    ByteBuffer all = ByteBuffer.allocate((int) section.plainLength());
    if (!expected[2].equals("ok")) {
      assertCode(expected[2], () -> bundle.read(section, key, 0, all));
      assertThat(all).isEqualTo(ByteBuffer.allocate(all.capacity()));
      return;
    }
    while (all.hasRemaining()) {
      ByteBuffer part = ByteBuffer.allocate(Math.min(7001, all.remaining()));
      bundle.read(section, key, all.position(), part);
      all.put(part.flip());
    }
    assertThat(Kit.sha256(all.array())).isEqualTo(expected[3]);
    assertThatThrownBy(
            () -> bundle.read(section, key, section.plainLength(), ByteBuffer.allocate(1)))
        .isInstanceOf(BrigandineException.class);
  }

  private static String value(List<String> lines, String start) {
    for (String line : lines) {
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
    }
    throw new AssertionError("no line " + start);
  }

  private static void assertCode(
      String id, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    BrigandineException e = catchThrowableOfType(BrigandineException.class, call);
    assertThat(e).as("expected %s", id).isNotNull();
    assertThat(e.code().id()).as(e.getMessage()).isEqualTo(id);
  }
}
