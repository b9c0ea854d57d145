package dev.brigandine.license.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/** The key derivation of ECDH-ES (RFC 7518 section 4.6.2), for keys of up to 256 bits. */
public final class ConcatKdf {
  private ConcatKdf() {}

  /**
   * @param shared the agreed secret
   * @param algorithm as AlgorithmID
   * @param apu PartyUInfo, decoded
   * @param apv PartyVInfo, decoded
   * @param bits length of the key, a multiple of 8 up to 256: one round of SHA-256
   */
  public static byte[] derive(byte[] shared, String algorithm, byte[] apu, byte[] apv, int bits)
      throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(int32(1));
    sha256.update(shared);
    byte[] id = algorithm.getBytes(StandardCharsets.US_ASCII);
    sha256.update(int32(id.length));
    sha256.update(id);
    sha256.update(int32(apu.length));
    sha256.update(apu);
    sha256.update(int32(apv.length));
    sha256.update(apv);
    sha256.update(int32(bits));
    byte[] round = sha256.digest();
    byte[] key = new byte[bits / 8];
    System.arraycopy(round, 0, key, 0, key.length);
    Arrays.fill(round, (byte) 0);
    return key;
  }

  private static byte[] int32(int value) {
    return new byte[] {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
  }
}
