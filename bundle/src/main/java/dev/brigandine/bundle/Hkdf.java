package dev.brigandine.bundle;

import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF (RFC 5869) over a provider's HMAC. Not thread-safe. */
public final class Hkdf {
  private final Mac mac;

  /**
   * @param mac an HMAC that nobody else uses meanwhile
   */
  public Hkdf(Mac mac) {
    this.mac = mac;
  }

  /** HKDF-Extract. An empty salt stands for a hash length of zero bytes (section 2.2). */
  public byte[] extract(byte[] salt, byte[] ikm) {
    init(salt.length == 0 ? new byte[mac.getMacLength()] : salt);
    return mac.doFinal(ikm);
  }

  /**
   * HKDF-Expand.
   *
   * @throws IllegalArgumentException if {@code length} is above 255 hash lengths
   */
  public byte[] expand(byte[] prk, byte[] info, int length) {
    int hash = mac.getMacLength();
    if (length < 0 || length > 255 * hash) {
      throw new IllegalArgumentException(
          "hkdf output length is " + length + ", allowed: 0 to " + 255 * hash);
    }
    init(prk);
    byte[] out = new byte[length];
    byte[] block = new byte[0];
    int done = 0;
    for (int i = 1; done < length; i++) {
      mac.update(block);
      mac.update(info);
      mac.update((byte) i);
      Arrays.fill(block, (byte) 0);
      block = mac.doFinal();
      int n = Math.min(hash, length - done);
      System.arraycopy(block, 0, out, done, n);
      done += n;
    }
    Arrays.fill(block, (byte) 0);
    return out;
  }

  private void init(byte[] key) {
    try {
      mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
    } catch (InvalidKeyException e) {
      throw new BrigandineException(ErrorCode.INTERNAL, "hmac refused its key", null, e);
    }
  }
}
