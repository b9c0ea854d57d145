package dev.brigandine.license.jose;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The AES key unwrap of RFC 3394, section 2.2.2 (index based), over a provider's AES. Conscrypt has
 * AES but not the wrap; asking the JDK for it loads all its providers, 17 ms in a cold JVM on the
 * way to the first answer. Tests hold it against RFC 3394's vector and against the JDK's {@code
 * AESWrap}.
 */
public final class AesKeyUnwrap {
  private static final int HALF = 8;
  private static final byte INITIAL = (byte) 0xa6;

  private AesKeyUnwrap() {}

  /**
   * @param kek an AES key
   * @param wrapped a multiple of 8 bytes, at least 24
   * @return the key inside, 8 bytes shorter, or null if {@code kek} does not fit or the text was
   *     altered
   */
  public static byte[] unwrap(byte[] kek, byte[] wrapped, Jca jca) throws GeneralSecurityException {
    Cipher aes = jca.cipher("AES/ECB/NoPadding");
    aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(kek, "AES"));
    int n = wrapped.length / HALF - 1;
    byte[] registers = Arrays.copyOfRange(wrapped, HALF, wrapped.length);
    byte[] block = Arrays.copyOf(wrapped, 2 * HALF);
    byte[] opened = new byte[2 * HALF];
    for (int j = 5; j >= 0; j--) {
      for (int i = n; i >= 1; i--) {
        int t = n * j + i;
        for (int k = 0; k < Integer.BYTES; k++) {
          block[HALF - 1 - k] ^= (byte) (t >>> (8 * k));
        }
        System.arraycopy(registers, (i - 1) * HALF, block, HALF, HALF);
        aes.doFinal(block, 0, block.length, opened);
        System.arraycopy(opened, 0, block, 0, HALF);
        System.arraycopy(opened, HALF, registers, (i - 1) * HALF, HALF);
      }
    }
    byte[] initial = new byte[HALF];
    Arrays.fill(initial, INITIAL);
    boolean fits = MessageDigest.isEqual(initial, Arrays.copyOf(block, HALF));
    Arrays.fill(block, (byte) 0);
    Arrays.fill(opened, (byte) 0);
    if (!fits) {
      Arrays.fill(registers, (byte) 0);
      return null;
    }
    return registers;
  }
}
