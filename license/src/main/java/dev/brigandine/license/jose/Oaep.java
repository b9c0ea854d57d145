package dev.brigandine.license.jose;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Undoes EME-OAEP with SHA-256, MGF1 with SHA-256 and an empty label (RFC 8017 section 7.1.2, step
 * 3), for messages of one known length. The padding's only secret-dependent step is a comparison
 * that looks at every byte, so that neither result nor time tells what was wrong (Manger's attack).
 *
 * <p>It exists since PKCS#11 by the JDK has no OAEP: a token does the raw RSA step. Tests hold it
 * against the JDK's own OAEP.
 */
public final class Oaep {
  private static final int HASH = 32;

  private Oaep() {}

  /**
   * @param encoded as long as the modulus; wiped here
   * @param length of the message
   * @param otherwise what is returned in place of a message that is not there, {@code length} bytes
   *     that nobody knows (RFC 7516 section 11.5)
   * @return the message, or {@code otherwise}
   */
  public static byte[] decode(byte[] encoded, int length, byte[] otherwise)
      throws GeneralSecurityException {
    if (encoded.length < 2 * HASH + 2 + length || otherwise.length != length) {
      throw new IllegalArgumentException("the modulus is too short for this message");
    }
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] seed = Arrays.copyOfRange(encoded, 1, 1 + HASH);
    byte[] block = Arrays.copyOfRange(encoded, 1 + HASH, encoded.length);
    try {
      mask(sha256, block, seed);
      mask(sha256, seed, block);

      byte[] label = sha256.digest();
      int start = block.length - length;
      int wrong = encoded[0];
      for (int i = 0; i < HASH; i++) {
        wrong |= block[i] ^ label[i];
      }
      for (int i = HASH; i < start - 1; i++) {
        wrong |= block[i];
      }
      wrong |= block[start - 1] ^ 1;
      wrong &= 0xff;
      // 0 if nothing was wrong, else all ones.
      int bad = -wrong >> 31;
      byte[] message = new byte[length];
      for (int i = 0; i < length; i++) {
        message[i] = (byte) (block[start + i] & ~bad | otherwise[i] & bad);
      }
      return message;
    } finally {
      Arrays.fill(encoded, (byte) 0);
      Arrays.fill(seed, (byte) 0);
      Arrays.fill(block, (byte) 0);
    }
  }

  /** Takes MGF1 of {@code from} off {@code data} (RFC 8017 appendix B.2.1). */
  private static void mask(MessageDigest sha256, byte[] from, byte[] data) {
    for (int done = 0, counter = 0; done < data.length; counter++) {
      sha256.update(from);
      sha256.update(
          new byte[] {
            (byte) (counter >>> 24), (byte) (counter >>> 16), (byte) (counter >>> 8), (byte) counter
          });
      byte[] round = sha256.digest();
      for (int i = 0; i < HASH && done < data.length; i++, done++) {
        data[done] ^= round[i];
      }
      Arrays.fill(round, (byte) 0);
    }
  }
}
