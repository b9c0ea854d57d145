package dev.brigandine.license.jose;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import java.security.interfaces.ECPublicKey;

/**
 * Public keys on P-256 as they come from JWKs and providers. What is off the curve is refused: an
 * invalid-curve point would otherwise leak a device's private key through the key agreement.
 */
public final class PublicPoint {
  private PublicPoint() {}

  /** Refuses what is not on the curve; {@code what} names the key in the error. */
  public static P256 of(byte[] x, byte[] y, String what) {
    return onCurve(P256.point(x, y), what);
  }

  public static P256 of(ECPublicKey key, String what) {
    return onCurve(P256.point(key), what);
  }

  /** The members {@code kty crv x y} of a JWK (RFC 7518 section 6.2.1); others are left. */
  public static P256 take(JsonObject jwk, String what) {
    jwk.exactly("kty", "EC");
    jwk.exactly("crv", "P-256");
    return of(
        Base64Url.decode(jwk.string("x"), P256.COORDINATE, what),
        Base64Url.decode(jwk.string("y"), P256.COORDINATE, what),
        what);
  }

  private static P256 onCurve(P256 point, String what) {
    if (point == null) {
      throw new BrigandineException(ErrorCode.TAMPERED, what + " is not a point on P-256");
    }
    return point;
  }
}
