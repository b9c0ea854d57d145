package dev.brigandine.bundle;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The words from which one key tensor is made: AES-256 in counter mode over zeros, from zero. */
final class KeyStream implements AutoCloseable {
  private static final byte[] ZEROS = new byte[4096];

  private final Cipher cipher;
  private final byte[] block = new byte[ZEROS.length];
  private int at = block.length;

  /**
   * @param cipher AES/CTR/NoPadding that nobody else uses meanwhile
   * @param key 32 bytes, used for nothing else
   */
  KeyStream(Cipher cipher, byte[] key) {
    this.cipher = cipher;
    try {
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  /** The next four bytes, little-endian, as a signed number. */
  int word() {
    if (at == block.length) {
      fill();
    }
    int word =
        (block[at] & 255)
            | (block[at + 1] & 255) << 8
            | (block[at + 2] & 255) << 16
            | block[at + 3] << 24;
    at += 4;
    return word;
  }

  /** Uniform from 0 to {@code bound - 1}: words past the last multiple of it are thrown away. */
  int below(int bound) {
    long limit = (1L << 32) / bound * bound;
    long word;
    do {
      word = word() & 0xffffffffL;
    } while (word >= limit);
    return (int) (word % bound);
  }

  /** Uniform from -1 to just below 1. */
  double signed() {
    return word() * 0x1p-31;
  }

  /** A magnitude from {@code least} to just below {@code least + span}, with a random sign. */
  double factor(double least, double span) {
    int word = word();
    double magnitude = least + span * ((word & 0x7fffffff) * 0x1p-31);
    return word < 0 ? -magnitude : magnitude;
  }

  private void fill() {
    try {
      if (cipher.update(ZEROS, 0, ZEROS.length, block, 0) != block.length) {
        throw new BrigandineException(ErrorCode.INTERNAL, "the counter mode holds bytes back");
      }
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
    at = 0;
  }

  private static BrigandineException failed(GeneralSecurityException e) {
    return new BrigandineException(
        ErrorCode.INTERNAL, "deriving a key tensor failed (" + e.getClass().getName() + ")");
  }

  @Override
  public void close() {
    Arrays.fill(block, (byte) 0);
    at = block.length;
  }
}
