package dev.brigandine.bundle;

import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.Objects;

/**
 * Who signed: the RFC 7638 thumbprint (SHA-256, base64url, 43 characters) of a P-256 public key. It
 * is what users compare and pin. It says nothing of who holds the key.
 */
public record SignerId(String thumbprint) {
  /**
   * @throws BrigandineException ({@link ErrorCode#USAGE}) unless it is 32 bytes in base64url
   */
  public SignerId {
    Objects.requireNonNull(thumbprint, "thumbprint");
    if (Base64Url.decode(thumbprint, 32) == null) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a signer's fingerprint is 32 bytes in base64url, 43 characters; this one is not",
          "copy it from brigandine inspect");
    }
  }

  /**
   * The thumbprint of {@code key}.
   *
   * @throws BrigandineException ({@link ErrorCode#BAD_SIGNATURE}) if the key is not on P-256
   */
  public static SignerId of(ECPublicKey key) {
    return P256.check(P256.point(key)).keyId();
  }

  static SignerId of(String x, String y) {
    // RFC 7638 section 3.2: the required members in lexicographic order.
    String jwk =
        new StringBuilder(128)
            .append("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"")
            .append(x)
            .append("\",\"y\":\"")
            .append(y)
            .append("\"}")
            .toString();
    byte[] digest = Crypto.jdk().sha256().digest(jwk.getBytes(StandardCharsets.US_ASCII));
    return new SignerId(Base64Url.encode(digest));
  }

  @Override
  public String toString() {
    return thumbprint;
  }
}
