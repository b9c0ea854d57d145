package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Arbitrary bytes as a bundle file, and as an encrypted section whose digest fits. */
class BundleFuzzTest {
  @FuzzTest
  void file(byte @NotNull [] bytes) throws IOException {
    Path path = Files.createTempFile("fuzz", ".brig");
    try {
      Files.write(path, bytes);
      try (Bundle bundle = Bundle.open(path, Crypto.jdk())) {
        assertThat(bundle.fileSize()).isEqualTo(bytes.length);
      } catch (BrigandineException e) {
        assertThat(e.code())
            .isIn(ErrorCode.TAMPERED, ErrorCode.BAD_SIGNATURE, ErrorCode.RUNTIME_TOO_OLD);
      }
    } finally {
      Files.delete(path);
    }
  }

  @FuzzTest
  void section(byte @NotNull [] sealed) throws IOException {
    long plainLength = Cobblestone.plainLength(sealed.length);
    if (plainLength < 0) {
      return;
    }
    Path path = Files.createTempFile("fuzz", ".brig");
    try {
      Files.write(path, sealed);
      byte[] digest = Crypto.jdk().sha256().digest(sealed);
      SectionInfo info = new SectionInfo("s", 0, sealed.length, plainLength, digest);
      byte[] key = new byte[32];
      ByteBuffer plain = ByteBuffer.allocateDirect((int) plainLength);
      try (FileChannel file = FileChannel.open(path)) {
        new SectionReader(file, info, Crypto.jdk(), new byte[0])
            .decrypt(key, plain, new Staging(sealed.length), true);
        throw new AssertionError("a forgery was accepted");
      } catch (BrigandineException e) {
        assertThat(e.code()).isIn(ErrorCode.TAMPERED, ErrorCode.NO_KEY_FITS);
        assertThat(plain).isEqualTo(ByteBuffer.allocate((int) plainLength));
      }
    } finally {
      Files.delete(path);
    }
  }
}
