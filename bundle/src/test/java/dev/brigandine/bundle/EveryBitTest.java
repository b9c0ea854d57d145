package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exhaustive on one small bundle: no changed bit and no cut goes unnoticed or releases a byte. */
class EveryBitTest {
  @TempDir Path folder;
  private Path path;
  private byte[] whole;
  private ContentKey key;

  @BeforeEach
  void make() throws IOException {
    path = folder.resolve("small.brig");
    Samples.write(
        path,
        Samples.source("graph", Samples.bytes(1, 61)),
        Samples.source("weights.0", Samples.bytes(2, 40)));
    whole = Files.readAllBytes(path);
    key = Samples.contentKey();
  }

  @Test
  void everyBitFlipped() throws IOException {
    assertThat(outcome()).isEqualTo("opened graph weights.0");
    int refusedAtOpen = 0;
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      for (int at = 0; at < whole.length; at++) {
        String expected =
            at < 4096 || at >= 4096 + 133 && at < 8192
                ? "refused"
                : at < 8192 ? "opened weights.0" : "opened graph";
        for (int bit = 0; bit < 8; bit++) {
          put(file, at, whole[at] ^ 1 << bit);
          String outcome = outcome();
          if (!outcome.equals(expected)) {
            throw new AssertionError("bit " + bit + " of byte " + at + ": " + outcome);
          }
          refusedAtOpen += outcome.equals("refused") ? 1 : 0;
        }
        put(file, at, whole[at]);
      }
    }
    assertThat(refusedAtOpen).isEqualTo(8 * (whole.length - 133 - 112));
    assertThat(outcome()).isEqualTo("opened graph weights.0");
  }

  @Test
  void cutAtEveryByte() throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      for (int length = whole.length - 1; length >= 0; length--) {
        file.truncate(length);
        String outcome = outcome();
        if (!outcome.equals("refused")) {
          throw new AssertionError("cut to " + length + " bytes: " + outcome);
        }
      }
    }
  }

  @Test
  void aFileCutWhileItIsOpenIsTampered() throws IOException {
    try (Bundle bundle = Bundle.open(path)) {
      try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
        file.truncate(whole.length - 1);
      }
      assertThat(decrypts(bundle, bundle.manifest().sections().get(0))).isTrue();
      assertThat(decrypts(bundle, bundle.manifest().sections().get(1))).isFalse();
    }
  }

  private static void put(FileChannel file, int at, int value) throws IOException {
    file.write(ByteBuffer.wrap(new byte[] {(byte) value}), at);
  }

  /** What can be had from the file as it now is. */
  private String outcome() throws IOException {
    try (Bundle bundle = Bundle.open(path)) {
      StringBuilder outcome = new StringBuilder("opened");
      for (SectionInfo section : bundle.manifest().sections()) {
        if (decrypts(bundle, section)) {
          outcome.append(' ').append(section.name());
        }
      }
      return outcome.toString();
    } catch (BrigandineException e) {
      return "refused";
    }
  }

  /** All three ways agree, and a way that fails gives nothing. */
  private boolean decrypts(Bundle bundle, SectionInfo section) throws IOException {
    int length = (int) section.plainLength();
    ByteBuffer direct = ByteBuffer.allocateDirect(length);
    ByteBuffer random = ByteBuffer.allocate(length);
    ByteBuffer streamed = ByteBuffer.allocate(length + 1);
    int ways = 0;
    try {
      bundle.decrypt(section, key, direct);
      ways |= 1;
    } catch (BrigandineException e) {
      nothingIn(direct);
    }
    try {
      bundle.read(section, key, 0, random);
      ways |= 2;
    } catch (BrigandineException e) {
      nothingIn(random);
    }
    try (ReadableByteChannel stream = bundle.stream(section, key)) {
      while (stream.read(streamed) >= 0) {
        continue;
      }
      ways |= 4;
    } catch (BrigandineException e) {
      nothingIn(streamed);
    }
    if (ways != 0 && ways != 7) {
      throw new AssertionError("ways that succeeded: " + ways);
    }
    return ways == 7;
  }

  private static void nothingIn(ByteBuffer buffer) {
    if (buffer.position() != 0) {
      throw new AssertionError("the position moved to " + buffer.position());
    }
    for (int i = 0; i < buffer.capacity(); i++) {
      if (buffer.get(i) != 0) {
        throw new AssertionError("byte " + i + " was released");
      }
    }
  }
}
