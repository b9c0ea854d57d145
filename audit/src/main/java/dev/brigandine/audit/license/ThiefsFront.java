package dev.brigandine.audit.license;

import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;

/**
 * A manifest's signature by somebody's own key, written from {@code docs/format.md} and without the
 * code that reads it.
 */
final class ThiefsFront {
  private static final int COORDINATE = 32;

  private ThiefsFront() {}

  /** The detached JWS of a manifest's JSON, in ASCII. */
  static byte[] sign(byte[] manifest, SigningKey key) throws GeneralSecurityException {
    String header =
        "{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"],\"jwk\":{\"crv\":\"P-256\","
            + "\"kty\":\"EC\",\"x\":\""
            + coordinate(key.publicKey().getW().getAffineX())
            + "\",\"y\":\""
            + coordinate(key.publicKey().getW().getAffineY())
            + "\"},\"kid\":\""
            + SignerId.of(key.publicKey()).thumbprint()
            + "\",\"typ\":\"brig+jws\"}";
    String encoded = base64(header.getBytes(StandardCharsets.US_ASCII));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key.privateKey());
    signature.update((encoded + ".").getBytes(StandardCharsets.US_ASCII));
    signature.update(manifest);
    return (encoded + ".." + base64(signature.sign())).getBytes(StandardCharsets.US_ASCII);
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int n = Math.min(COORDINATE, bytes.length);
    System.arraycopy(bytes, bytes.length - n, fixed, COORDINATE - n, n);
    return base64(fixed);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
