package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;

/**
 * A public key on P-256 (SEC 2, FIPS 186-5). No value of this type is off the curve: an
 * invalid-curve point would otherwise leak a device's private key through the key agreement. P-256
 * has cofactor 1, so on the curve and not at infinity is all there is to check.
 */
final class PublicPoint {
  static final int SIZE = 32;

  static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
  private static final BigInteger THREE = BigInteger.valueOf(3);

  /** The base point G. */
  static final PublicPoint BASE =
      new PublicPoint(
          fixed(
              new BigInteger(
                  "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
              "G"),
          fixed(
              new BigInteger(
                  "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16),
              "G"));

  /** SubjectPublicKeyInfo (RFC 5480) up to the uncompressed point. */
  private static final byte[] SPKI_PREFIX = {
    0x30,
    0x59,
    0x30,
    0x13,
    0x06,
    0x07,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0xce,
    0x3d,
    0x02,
    0x01,
    0x06,
    0x08,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0xce,
    0x3d,
    0x03,
    0x01,
    0x07,
    0x03,
    0x42,
    0x00,
    0x04
  };

  private final byte[] x;
  private final byte[] y;

  private PublicPoint(byte[] x, byte[] y) {
    this.x = x;
    this.y = y;
  }

  /** Refuses what is not on the curve; {@code what} names the key in the error. */
  static PublicPoint of(byte[] x, byte[] y, String what) {
    BigInteger bigX = new BigInteger(1, x);
    BigInteger bigY = new BigInteger(1, y);
    // y² = x³ - 3x + b
    BigInteger right = bigX.multiply(bigX).subtract(THREE).multiply(bigX).add(B);
    if (x.length != SIZE
        || y.length != SIZE
        || bigX.compareTo(P) >= 0
        || bigY.compareTo(P) >= 0
        || bigY.multiply(bigY).subtract(right).mod(P).signum() != 0) {
      throw new BrigandineException(ErrorCode.TAMPERED, what + " is not a point on P-256");
    }
    return new PublicPoint(x, y);
  }

  static PublicPoint of(ECPublicKey key, String what) {
    return of(fixed(key.getW().getAffineX(), what), fixed(key.getW().getAffineY(), what), what);
  }

  /** The members {@code kty crv x y} of a JWK (RFC 7518 section 6.2.1); others are left. */
  static PublicPoint take(JsonObject jwk, String what) {
    jwk.exactly("kty", "EC");
    jwk.exactly("crv", "P-256");
    return of(
        Base64Url.decode(jwk.string("x"), SIZE, what),
        Base64Url.decode(jwk.string("y"), SIZE, what),
        what);
  }

  /** 32 bytes, big-endian. */
  static byte[] fixed(BigInteger value, String what) {
    byte[] signed = value.toByteArray();
    int skip = signed.length > SIZE && signed[0] == 0 ? 1 : 0;
    int length = signed.length - skip;
    if (value.signum() < 0 || length > SIZE) {
      throw new BrigandineException(ErrorCode.USAGE, what + " is not on P-256");
    }
    byte[] bytes = new byte[SIZE];
    System.arraycopy(signed, skip, bytes, SIZE - length, length);
    return bytes;
  }

  byte[] x() {
    return x;
  }

  byte[] y() {
    return y;
  }

  ECPublicKey key(Jca jca) throws GeneralSecurityException {
    byte[] spki = new byte[SPKI_PREFIX.length + 2 * SIZE];
    System.arraycopy(SPKI_PREFIX, 0, spki, 0, SPKI_PREFIX.length);
    System.arraycopy(x, 0, spki, SPKI_PREFIX.length, SIZE);
    System.arraycopy(y, 0, spki, SPKI_PREFIX.length + SIZE, SIZE);
    return (ECPublicKey) jca.keyFactory("EC").generatePublic(new X509EncodedKeySpec(spki));
  }

  /** RFC 7638, SHA-256. */
  String thumbprint() {
    String canonical =
        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
            + Base64Url.encode(x)
            + "\",\"y\":\""
            + Base64Url.encode(y)
            + "\"}";
    try {
      return Base64Url.encode(
          MessageDigest.getInstance("SHA-256")
              .digest(canonical.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw Failures.machine("SHA-256", e);
    }
  }

  SignerId signer() {
    return new SignerId(thumbprint());
  }
}
