package dev.brigandine.armor.symmetry;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Numbers that only who has the seed can tell: AES-256 in counter mode over zeros, under
 * HMAC-SHA-256 of a label. The same seed and label give the same numbers everywhere.
 */
public final class SecretRandom {
  private static final byte[] ZEROS = new byte[4096];

  private final Cipher cipher;
  private byte[] block = new byte[0];
  private int at;

  /** The numbers of {@code label}. */
  public SecretRandom(byte[] seed, String label) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(seed, "HmacSHA256"));
      byte[] key = mac.doFinal(label.getBytes(StandardCharsets.UTF_8));
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      Arrays.fill(key, (byte) 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES or HMAC", e);
    }
  }

  /** 32 random bits. */
  int bits() {
    if (at == block.length) {
      block = cipher.update(ZEROS);
      at = 0;
    }
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = bits << 8 | block[at++] & 0xff;
    }
    return bits;
  }

  /** 0 to {@code bound - 1}, each as likely. */
  public int below(int bound) {
    long limit = (1L << 32) / bound * bound;
    while (true) {
      long drawn = bits() & 0xffffffffL;
      if (drawn < limit) {
        return (int) (drawn % bound);
      }
    }
  }

  /** From 0 (inclusive) to 1 (exclusive), in steps of 2^-32. */
  public double unit() {
    return (bits() & 0xffffffffL) * 0x1p-32;
  }

  /** All orders of 0 to {@code size - 1} are as likely. */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
