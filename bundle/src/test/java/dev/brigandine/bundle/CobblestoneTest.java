package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brigandine.bundle.Wycheproof.Vector;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Cobblestone-256 on its public vectors, by each way of reading, with each provider. */
class CobblestoneTest {
  private static final int AT = 100;

  @TempDir static Path folder;

  @TestFactory
  List<DynamicTest> publicVectors() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Vector v : Wycheproof.load("c2sp_chunked_encryption_aes_256_gcm_test.json", 35)) {
      for (Crypto crypto : List.of(Crypto.jdk(), Crypto.best())) {
        tests.add(dynamicTest(crypto.name() + " " + v.name(), () -> run(crypto, v)));
      }
    }
    return tests;
  }

  private static void run(Crypto crypto, Vector v) throws Exception {
    byte[] sealed = v.inflated("ct");
    long plainLength = Cobblestone.plainLength(sealed.length);
    if (plainLength < 0) {
      // No message has this length: nothing is ever read, and the manifest parser refuses it.
      assertThat(v.is("invalid")).isTrue();
      assertThat(v.flagged("Truncation") || v.flagged("TrailingData")).isTrue();
      return;
    }
    assertThat(Cobblestone.sealedLength(plainLength)).isEqualTo(sealed.length);
    Path path = Files.createTempFile(folder, "vector", null);
    byte[] placed = new byte[AT + sealed.length];
    System.arraycopy(sealed, 0, placed, AT, sealed.length);
    Files.write(path, placed);
    try (FileChannel file = FileChannel.open(path)) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(sealed);
      SectionInfo section = new SectionInfo("v", AT, sealed.length, plainLength, digest);
      SectionReader reader = new SectionReader(file, section, crypto, v.hex("ctx"));
      if (v.is("valid")) {
        assertThat(plainLength).isEqualTo(v.number("msgLength"));
        valid(reader, section, v);
      } else {
        invalid(reader, section, v);
      }
    }
  }

  private static void valid(SectionReader reader, SectionInfo section, Vector v) throws Exception {
    int length = (int) section.plainLength();
    ByteBuffer whole = ByteBuffer.allocateDirect(length);
    reader.decrypt(v.hex("key"), whole, new Staging(section.length()), true);
    assertThat(sha512(whole.flip())).isEqualTo(v.hex("msgSha512"));

    ByteBuffer streamed = ByteBuffer.allocate(length + 1);
    Cobblestone message = reader.message(v.hex("key"), reader.header());
    try (SectionChannel stream =
        new SectionChannel(reader, message, Cobblestone.chunksOfPlain(length))) {
      while (stream.read(streamed) >= 0) {
        assertThat(stream.isOpen()).isTrue();
      }
      assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    assertThat(sha512(streamed.flip())).isEqualTo(v.hex("msgSha512"));

    ByteBuffer parts = ByteBuffer.allocate(length);
    while (parts.hasRemaining()) {
      ByteBuffer part = ByteBuffer.allocate(Math.min(25_000, parts.remaining()));
      reader.read(v.hex("key"), parts.position(), part);
      parts.put(part.flip());
    }
    assertThat(sha512(parts.flip())).isEqualTo(v.hex("msgSha512"));
  }

  private static void invalid(SectionReader reader, SectionInfo section, Vector v)
      throws Exception {
    int length = (int) section.plainLength();
    ByteBuffer whole = ByteBuffer.allocateDirect(length);
    assertThatThrownBy(
            () -> reader.decrypt(v.hex("key"), whole, new Staging(section.length()), true))
        .isInstanceOf(BrigandineException.class);
    assertThat(whole.position()).isZero();
    assertThat(whole).isEqualTo(ByteBuffer.allocate(length));

    ByteBuffer part = ByteBuffer.allocate(length);
    if (v.flagged("PartialPlaintext") && length == v.number("msgLength")) {
      // Only the empty last chunk is bad: random access to the full ones does not touch it.
      reader.read(v.hex("key"), 0, part);
      assertThat(sha512(part.flip())).isEqualTo(v.hex("msgSha512"));
    } else {
      assertThatThrownBy(() -> reader.read(v.hex("key"), 0, part))
          .isInstanceOf(BrigandineException.class);
      assertThat(part).isEqualTo(ByteBuffer.allocate(length));
    }

    if (v.flagged("HeaderFailure")) {
      assertThatThrownBy(() -> reader.message(v.hex("key"), reader.header()))
          .isInstanceOf(BrigandineException.class);
      return;
    }
    Cobblestone message = reader.message(v.hex("key"), reader.header());
    ByteBuffer streamed = ByteBuffer.allocate(length + 1);
    try (SectionChannel stream =
        new SectionChannel(reader, message, Cobblestone.chunksOfPlain(length))) {
      for (int again = 0; again < 3; again++) {
        assertThatThrownBy(
                () -> {
                  while (stream.read(streamed) >= 0) {
                    assertThat(streamed.position()).isLessThan(length + 1);
                  }
                })
            .isInstanceOf(BrigandineException.class);
      }
    }
    int released = v.flagged("PartialPlaintext") ? v.number("msgLength") : 0;
    assertThat(streamed.position()).isEqualTo(released);
    if (released > 0) {
      assertThat(sha512(streamed.flip())).isEqualTo(v.hex("msgSha512"));
    }
  }

  @Test
  void everyLengthOfAMessageHasOneEncryptedLength() {
    long before = -1;
    for (long plain = 0; plain < 100_000; plain++) {
      long sealed = Cobblestone.sealedLength(plain);
      assertThat(Cobblestone.plainLength(sealed)).isEqualTo(plain);
      for (long gap = before + 1; gap < sealed; gap++) {
        assertThat(Cobblestone.plainLength(gap)).isEqualTo(-1);
      }
      before = sealed;
    }
    assertThat(Cobblestone.plainLength(Cobblestone.sealedLength(Cobblestone.MAX_PLAIN)))
        .isEqualTo(Cobblestone.MAX_PLAIN);
    assertThat(Cobblestone.plainLength(Long.MAX_VALUE)).isEqualTo(-1);
  }

  /** The nonce counter is 38 bits wide: chunks far out differ from near ones. */
  @Test
  void chunksFarOutHaveTheirOwnNonce() {
    for (Crypto crypto : List.of(Crypto.jdk(), Crypto.best())) {
      try (Cobblestone message =
          Cobblestone.derive(crypto, new byte[32], new byte[0], new byte[24])) {
        ByteBuffer sealed = ByteBuffer.allocateDirect(17);
        message.seal(1L << 37, ByteBuffer.allocateDirect(1), sealed);
        for (long other : new long[] {0, 1L << 5, 1L << 37 | 1, 1L << 36}) {
          assertThat(message.open(other, sealed.clear(), ByteBuffer.allocateDirect(1))).isFalse();
        }
        assertThat(message.open(1L << 37, sealed.clear(), ByteBuffer.allocateDirect(1))).isTrue();
      }
    }
  }

  private static byte[] sha512(ByteBuffer bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    digest.update(bytes);
    return digest.digest();
  }
}
