package dev.brigandine.license.jose;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the JWEs of this room have in common after their key encryption key is known: A256KW (RFC
 * 3394) around a fresh key, A256GCM with that key, the protected header authenticated.
 */
public final class ContentEncryption {
  private static final int WRAPPED = 40;
  private static final int IV = 12;
  private static final int TAG = 16;

  private ContentEncryption() {}

  /**
   * Decrypts the last four of {@code parts}.
   *
   * @param parts the five parts of a compact JWE
   * @param kek 32 bytes, wiped here
   * @param maxPlain most bytes allowed inside
   * @return the content, or null if the key does not fit or the text was altered
   */
  public static byte[] open(String[] parts, byte[] kek, int maxPlain, String what, Jca jca) {
    try {
      byte[] wrapped = Base64Url.decode(parts[1], WRAPPED, what + "'s encrypted key");
      byte[] raw = AesKeyUnwrap.unwrap(kek, wrapped, jca);
      return raw == null ? null : decrypt(parts, raw, maxPlain, what, jca);
    } catch (InvalidKeyException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw Failures.machine("A256KW and A256GCM", e);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /**
   * Decrypts the last three of {@code parts} with the content's own key.
   *
   * @param cek 32 bytes, wiped here
   * @return the content, or null if the key does not fit or the text was altered
   */
  public static byte[] decrypt(String[] parts, byte[] cek, int maxPlain, String what, Jca jca) {
    try {
      byte[] iv = Base64Url.decode(parts[2], IV, what + "'s nonce");
      if (parts[3].length() > (maxPlain * 4L + 2) / 3) {
        throw new BrigandineException(
            ErrorCode.TAMPERED, what + " holds more than " + maxPlain + " bytes");
      }
      byte[] text = Base64Url.decode(parts[3], what + "'s ciphertext");
      byte[] tag = Base64Url.decode(parts[4], TAG, what + "'s tag");
      Cipher gcm = jca.cipher("AES/GCM/NoPadding");
      gcm.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(cek, "AES"), new GCMParameterSpec(8 * TAG, iv));
      gcm.updateAAD(parts[0].getBytes(StandardCharsets.US_ASCII));
      byte[] sealed = Arrays.copyOf(text, text.length + TAG);
      System.arraycopy(tag, 0, sealed, text.length, TAG);
      return gcm.doFinal(sealed);
    } catch (InvalidKeyException | AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw Failures.machine("A256GCM", e);
    } finally {
      Arrays.fill(cek, (byte) 0);
    }
  }
}
