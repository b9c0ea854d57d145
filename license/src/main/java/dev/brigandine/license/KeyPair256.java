package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.PublicPoint;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/**
 * A P-256 key pair as its raw scalar and point, so that any provider can use it and that it can be
 * wiped. Wiping is best effort: providers and the garbage collector may hold copies.
 */
final class KeyPair256 implements Private256 {
  /** PKCS#8 (RFC 5958) around an ECPrivateKey (RFC 5915) without its public half. */
  private static final byte[] PKCS8_PREFIX = {
    0x30,
    0x41,
    0x02,
    0x01,
    0x00,
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
    0x04,
    0x27,
    0x30,
    0x25,
    0x02,
    0x01,
    0x01,
    0x04,
    0x20
  };

  /** The base point G. */
  private static final P256 BASE =
      P256.point(
          P256.fixed(
              new BigInteger(
                  "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16)),
          P256.fixed(
              new BigInteger(
                  "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16)));

  private final byte[] scalar;
  private final P256 point;
  private boolean closed;

  private KeyPair256(byte[] scalar, P256 point) {
    this.scalar = scalar;
    this.point = point;
  }

  static KeyPair256 generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new KeyPair256(
          P256.fixed(((ECPrivateKey) pair.getPrivate()).getS()),
          PublicPoint.of((ECPublicKey) pair.getPublic(), "a new key"));
    } catch (GeneralSecurityException e) {
      throw Failures.machine("key generation on P-256", e);
    }
  }

  /** Takes the array over. That both halves belong together is for {@link #matches} to say. */
  static KeyPair256 of(byte[] scalar, P256 point, String what) {
    BigInteger d = new BigInteger(1, scalar);
    if (scalar.length != P256.COORDINATE || d.signum() == 0 || d.compareTo(P256.ORDER) >= 0) {
      throw new BrigandineException(ErrorCode.TAMPERED, what + " has a private half out of range");
    }
    return new KeyPair256(scalar, point);
  }

  @Override
  public P256 point() {
    return point;
  }

  /** A copy, for writing the key file. */
  byte[] scalar() {
    return scalar.clone();
  }

  PrivateKey privateKey(Jca jca) throws GeneralSecurityException {
    byte[] pkcs8 = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + P256.COORDINATE);
    try {
      synchronized (this) {
        if (closed) {
          throw new IllegalStateException("key is closed");
        }
        System.arraycopy(scalar, 0, pkcs8, PKCS8_PREFIX.length, P256.COORDINATE);
      }
      return jca.keyFactory("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  @Override
  public SigningKey signingKey() {
    return signingKey(null);
  }

  @Override
  public SigningKey signingKey(Provider provider) {
    try {
      Jca jca = provider == null ? Jca.DEFAULT : new Jca(provider);
      return new SigningKey(privateKey(jca), point.toKey(jca.keyFactory("EC")), provider);
    } catch (GeneralSecurityException e) {
      throw Failures.machine("keys on P-256", e);
    }
  }

  /** The shared x coordinate, 32 bytes (RFC 6090 section 4.1); the caller wipes it. */
  @Override
  public byte[] agree(P256 other, Jca jca) throws GeneralSecurityException {
    KeyAgreement agreement = jca.keyAgreement("ECDH");
    agreement.init(privateKey(jca));
    agreement.doPhase(other.toKey(jca.keyFactory("EC")), true);
    return agreement.generateSecret();
  }

  /**
   * Whether the private half is that of the public one. The x coordinate of d·G tells: it is what
   * agreeing with the base point G yields.
   */
  @Override
  public boolean matches() {
    try {
      return MessageDigest.isEqual(agree(BASE, Jca.DEFAULT), point.x());
    } catch (GeneralSecurityException e) {
      throw Failures.machine("key agreement on P-256", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(scalar, (byte) 0);
  }

  @Override
  public String toString() {
    return "KeyPair256[redacted]";
  }
}
