package dev.brigandine.bundle;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** A point on P-256 (FIPS 186-5, secp256r1) as a public key, and its ES256 signatures. */
final class P256 {
  static final int COORDINATE = 32;
  static final int SIGNATURE = 64;

  private static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

  /** SubjectPublicKeyInfo (RFC 5480) of a P-256 key, up to the point's coordinates. */
  private static final byte[] SPKI = {
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

  private P256(byte[] x, byte[] y) {
    this.x = x;
    this.y = y;
  }

  /** The point with these coordinates, or null if it is not on the curve. */
  static P256 point(byte[] x, byte[] y) {
    BigInteger px = new BigInteger(1, x);
    BigInteger py = new BigInteger(1, y);
    if (px.compareTo(P) >= 0 || py.compareTo(P) >= 0) {
      return null;
    }
    BigInteger right = px.multiply(px).subtract(BigInteger.valueOf(3)).multiply(px).add(B).mod(P);
    return py.multiply(py).mod(P).equals(right) ? new P256(x.clone(), y.clone()) : null;
  }

  /** The key's point, or null if it is on another curve. */
  static P256 point(ECPublicKey key) {
    ECPoint w = key.getW();
    if (w.equals(ECPoint.POINT_INFINITY)
        || w.getAffineX().signum() < 0
        || w.getAffineY().signum() < 0
        || w.getAffineX().bitLength() > 256
        || w.getAffineY().bitLength() > 256) {
      return null;
    }
    return point(fixed(w.getAffineX()), fixed(w.getAffineY()));
  }

  static P256 check(P256 point) {
    if (point == null) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE, "a signing key must be on the curve P-256", null);
    }
    return point;
  }

  String x() {
    return Base64Url.encode(x);
  }

  String y() {
    return Base64Url.encode(y);
  }

  SignerId signerId() {
    return SignerId.of(x(), y());
  }

  PublicKey toKey(Crypto crypto) throws GeneralSecurityException {
    byte[] spki = Arrays.copyOf(SPKI, SPKI.length + 2 * COORDINATE);
    System.arraycopy(x, 0, spki, SPKI.length, COORDINATE);
    System.arraycopy(y, 0, spki, SPKI.length + COORDINATE, COORDINATE);
    return crypto.ecKeys().generatePublic(new X509EncodedKeySpec(spki));
  }

  /** Whether {@code raw} (r and s, 32 bytes each) is this key's ES256 signature over the parts. */
  boolean verifies(Crypto crypto, byte[] raw, byte[]... parts) {
    try {
      Signature signature = crypto.sha256WithEcdsa();
      signature.initVerify(toKey(crypto));
      for (byte[] part : parts) {
        signature.update(part);
      }
      return signature.verify(toDer(raw));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** RFC 7518 section 3.4 to the DER of X9.62. */
  static byte[] toDer(byte[] raw) {
    byte[] r = new BigInteger(1, Arrays.copyOf(raw, COORDINATE)).toByteArray();
    byte[] s = new BigInteger(1, Arrays.copyOfRange(raw, COORDINATE, SIGNATURE)).toByteArray();
    byte[] der = new byte[6 + r.length + s.length];
    der[0] = 0x30;
    der[1] = (byte) (der.length - 2);
    der[2] = 0x02;
    der[3] = (byte) r.length;
    System.arraycopy(r, 0, der, 4, r.length);
    der[4 + r.length] = 0x02;
    der[5 + r.length] = (byte) s.length;
    System.arraycopy(s, 0, der, 6 + r.length, s.length);
    return der;
  }

  /** The DER of X9.62 to RFC 7518 section 3.4, or null if it is no P-256 signature. */
  static byte[] toRaw(byte[] der) {
    if (der.length < 8 || der.length > 72 || der[0] != 0x30 || der[1] != der.length - 2) {
      return null;
    }
    int rLength = der[3];
    if (der[2] != 0x02 || rLength < 1 || rLength > 33 || 6 + rLength >= der.length) {
      return null;
    }
    int sLength = der[5 + rLength];
    if (der[4 + rLength] != 0x02 || sLength < 1 || 6 + rLength + sLength != der.length) {
      return null;
    }
    BigInteger r = new BigInteger(der, 4, rLength);
    BigInteger s = new BigInteger(der, 6 + rLength, sLength);
    if (r.signum() <= 0 || s.signum() <= 0 || r.bitLength() > 256 || s.bitLength() > 256) {
      return null;
    }
    if (r.toByteArray().length != rLength || s.toByteArray().length != sLength) {
      return null; // BER, not DER: a number has one length.
    }
    byte[] raw = Arrays.copyOf(fixed(r), SIGNATURE);
    System.arraycopy(fixed(s), 0, raw, COORDINATE, COORDINATE);
    return raw;
  }

  private static byte[] fixed(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] out = new byte[COORDINATE];
    int n = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - n, out, COORDINATE - n, n);
    return out;
  }
}
