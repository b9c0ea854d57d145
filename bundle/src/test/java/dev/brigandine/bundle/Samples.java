package dev.brigandine.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongConsumer;

/** Keys, manifests and sections for tests. */
final class Samples {
  static final String BUNDLE_ID = "AAECAwQFBgcICQoLDA0ODw";
  static final SigningKey SIGNER = newKey();

  private Samples() {}

  static SigningKey newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new SigningKey(pair.getPrivate(), (ECPublicKey) pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static ActivationKey activation(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return ActivationKey.of(bytes);
  }

  static Manifest draft() {
    return new Manifest(
        BUNDLE_ID,
        "acme/minilm",
        3,
        Optional.of("north"),
        "none",
        "0.1.0",
        Instant.ofEpochSecond(1_790_000_000L),
        List.of(new TensorSpec("input_ids", "int64", List.of("batch", "?", "16"))),
        List.of(new TensorSpec("ausgänge \"α\"\n", "float32", List.of())),
        "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.AAAA.BBBB.CCCC.DDDD",
        List.of());
  }

  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** A source that writes heap or direct buffers in pieces of {@code piece} bytes. */
  static SectionSource source(String name, byte[] plain, int piece, boolean direct) {
    return new SectionSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long length() {
        return plain.length;
      }

      @Override
      public void writeTo(WritableByteChannel out) throws IOException {
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(piece) : ByteBuffer.allocate(piece);
        for (int at = 0; at < plain.length; at += piece) {
          buffer.clear();
          buffer.put(plain, at, Math.min(piece, plain.length - at));
          out.write(buffer.flip());
        }
      }
    };
  }

  static SectionSource source(String name, byte[] plain) {
    return source(name, plain, 1 << 20, true);
  }

  static void write(Path target, SectionSource... sources) {
    BundleWriter.write(target, draft(), SIGNER, activation(7), List.of(sources), done -> {});
  }

  static void write(Path target, LongConsumer progress, SectionSource... sources) {
    BundleWriter.write(target, draft(), SIGNER, activation(7), List.of(sources), progress);
  }

  static ContentKey contentKey() {
    return ContentKey.derive(activation(7), BUNDLE_ID);
  }

  static byte[] decrypt(Bundle bundle, SectionInfo section, ContentKey key) {
    ByteBuffer direct = ByteBuffer.allocateDirect((int) section.plainLength());
    bundle.decrypt(section, key, direct);
    byte[] plain = new byte[direct.flip().remaining()];
    direct.get(plain);
    return plain;
  }
}
