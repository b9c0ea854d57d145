package dev.brigandine.protect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.SectionInfo;
import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a licensed customer can do who knows the format: encrypt sections of his own under the
 * bundle's key. Written from the specifications (RFC 5869, c2sp.org/chunked-encryption), without a
 * line of ours.
 */
final class Resealing {
  private final byte[] contentKey;
  private final String bundleId;

  Resealing(ActivationKey activation, String bundleId) {
    this.bundleId = bundleId;
    this.contentKey =
        activation.withBytes(
            ikm ->
                expand(
                    hmac("dev.brigandine/1".getBytes(US_ASCII), ikm),
                    ("content key\0" + bundleId).getBytes(US_ASCII),
                    32));
  }

  /** Puts {@code plain}, as long as what was there, in the section's place. */
  void replace(Path bundle, SectionInfo section, byte[] plain) throws Exception {
    byte[] sealed = seal(section.name(), plain);
    if (sealed.length != section.length()) {
      throw new IllegalArgumentException(sealed.length + " for " + section.length());
    }
    try (RandomAccessFile file = new RandomAccessFile(bundle.toFile(), "rw")) {
      file.seek(section.offset());
      file.write(sealed);
    }
  }

  private byte[] seal(String section, byte[] plain) throws GeneralSecurityException {
    byte[] salt = new byte[24];
    Arrays.fill(salt, (byte) 7);
    byte[] context = ("dev.brigandine/1 section\0" + bundleId + "\0" + section).getBytes(US_ASCII);
    byte[] label = "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0".getBytes(US_ASCII);
    ByteBuffer info = ByteBuffer.allocate(label.length + salt.length + context.length);
    info.put(label).put(salt).put(context);
    byte[] derived = expand(contentKey, info.array(), 32 + 12 + 32);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    sealed.writeBytes(salt);
    sealed.write(derived, 44, 32);
    for (int number = 0, at = 0; at <= plain.length; number++, at += 16384) {
      byte[] nonce = Arrays.copyOfRange(derived, 32, 44);
      for (int i = 0; i < 4; i++) {
        nonce[11 - i] ^= (byte) (number >>> 8 * i);
      }
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(derived, 0, 32, "AES"),
          new GCMParameterSpec(128, nonce));
      sealed.writeBytes(cipher.doFinal(plain, at, Math.min(16384, plain.length - at)));
    }
    return sealed.toByteArray();
  }

  private static byte[] expand(byte[] prk, byte[] info, int length) {
    byte[] out = new byte[0];
    byte[] last = new byte[0];
    for (int i = 1; out.length < length; i++) {
      ByteBuffer block = ByteBuffer.allocate(last.length + info.length + 1);
      last = hmac(prk, block.put(last).put(info).put((byte) i).array());
      out = Arrays.copyOf(out, out.length + last.length);
      System.arraycopy(last, 0, out, out.length - last.length, last.length);
    }
    return Arrays.copyOf(out, length);
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(key, "HmacSHA512"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
