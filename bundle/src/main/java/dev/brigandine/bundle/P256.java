package dev.brigandine.bundle;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * A public key on P-256 (FIPS 186-5, secp256r1; cofactor 1, so on the curve and not at infinity is
 * all there is to check), and its ES256 signatures (RFC 7518 section 3.4). No value of this type is
 * off the curve.
 */
public final class P256 {
  /** Bytes of a coordinate or a private scalar. */
  public static final int COORDINATE = 32;

  /** The field's prime. */
  public static final BigInteger PRIME =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

  /** The order of the base point. */
  public static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  static final int SIGNATURE = 64;

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

  /** The point with these coordinates of 32 bytes, or null if there is none on the curve. */
  public static P256 point(byte[] x, byte[] y) {
    BigInteger px = new BigInteger(1, x);
    BigInteger py = new BigInteger(1, y);
    if (x.length != COORDINATE
        || y.length != COORDINATE
        || px.compareTo(PRIME) >= 0
        || py.compareTo(PRIME) >= 0) {
      return null;
    }
    BigInteger right = px.multiply(px).subtract(BigInteger.valueOf(3)).multiply(px).add(B);
    boolean on = py.multiply(py).subtract(right).mod(PRIME).signum() == 0;
    return on ? new P256(x.clone(), y.clone()) : null;
  }

  /** The key's point, or null if it is on another curve. */
  public static P256 point(ECPublicKey key) {
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

  /** The first coordinate, 32 bytes, big-endian. */
  public byte[] x() {
    return x.clone();
  }

  /** The second coordinate, 32 bytes, big-endian. */
  public byte[] y() {
    return y.clone();
  }

  /** The RFC 7638 thumbprint of the key. */
  public SignerId keyId() {
    return SignerId.of(Base64Url.encode(x), Base64Url.encode(y));
  }

  /** The key as {@code factory}, one for {@code EC}, makes it. */
  public ECPublicKey toKey(KeyFactory factory) throws GeneralSecurityException {
    byte[] spki = Arrays.copyOf(SPKI, SPKI.length + 2 * COORDINATE);
    System.arraycopy(x, 0, spki, SPKI.length, COORDINATE);
    System.arraycopy(y, 0, spki, SPKI.length + COORDINATE, COORDINATE);
    return (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(spki));
  }

  boolean verifies(Crypto crypto, byte[] raw, byte[]... parts) {
    try {
      return verifies(crypto.sha256WithEcdsa(), crypto.ecKeys(), raw, parts);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Whether {@code raw} is this key's ES256 signature over the parts, one behind the other.
   *
   * @param verifier for SHA256withECDSA in DER, since not every provider has the plain form
   * @param factory for {@code EC}, of the same provider
   * @param raw r and s, 32 bytes each
   * @throws GeneralSecurityException if the provider fails, other than by refusing the signature
   */
  public boolean verifies(Signature verifier, KeyFactory factory, byte[] raw, byte[]... parts)
      throws GeneralSecurityException {
    // Providers have forgotten the range before (CVE-2022-21449): (0, 0) then fits every message.
    if (raw.length != SIGNATURE || !inRange(raw, 0) || !inRange(raw, COORDINATE)) {
      return false;
    }
    verifier.initVerify(toKey(factory));
    try {
      for (byte[] part : parts) {
        verifier.update(part);
      }
      return verifier.verify(toDer(raw));
    } catch (SignatureException e) {
      return false;
    }
  }

  private static boolean inRange(byte[] raw, int from) {
    BigInteger value = new BigInteger(1, Arrays.copyOfRange(raw, from, from + COORDINATE));
    return value.signum() > 0 && value.compareTo(ORDER) < 0;
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

  /** {@code value} as 32 bytes, big-endian; it must be from 0 to 2^256 - 1. */
  public static byte[] fixed(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] out = new byte[COORDINATE];
    int n = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - n, out, COORDINATE - n, n);
    return out;
  }
}
