package dev.brigandine.bundle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;

/**
 * Who signed: the SHA-256 thumbprint of a P-256 public key (RFC 7638), in base64url. It is shown to
 * people as the signer's fingerprint.
 *
 * @param thumbprint 43 characters of base64url
 */
public record SignerId(String thumbprint) {
  /** Refuses anything but 43 characters of base64url. */
  public SignerId {
    if (!wellFormed(thumbprint)) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a signer's fingerprint is 43 characters of base64url");
    }
  }

  /** The id of the holder of {@code key}, which must be on P-256. */
  public static SignerId of(ECPublicKey key) {
    String jwk =
        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
            + coordinate(key.getW().getAffineX())
            + "\",\"y\":\""
            + coordinate(key.getW().getAffineY())
            + "\"}";
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(jwk.getBytes(StandardCharsets.US_ASCII));
      return new SignerId(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = new byte[32];
    byte[] signed = value.toByteArray();
    int skip = signed.length > 32 && signed[0] == 0 ? 1 : 0;
    int length = signed.length - skip;
    if (length > 32) {
      throw new BrigandineException(ErrorCode.USAGE, "a signer's key must be on P-256");
    }
    System.arraycopy(signed, skip, bytes, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static boolean wellFormed(String text) {
    if (text.length() != 43) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ok =
          c >= 'A' && c <= 'Z'
              || c >= 'a' && c <= 'z'
              || c >= '0' && c <= '9'
              || c == '-'
              || c == '_';
      if (!ok) {
        return false;
      }
    }
    return true;
  }
}
