package dev.brigandine.license.token;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;

/**
 * An RSA public key of 2,048 bits with the exponent 65537, the one sort that is used here: what a
 * TPM has that cannot agree on keys.
 */
public final class RsaPublic {
  /** Bytes of the modulus. */
  public static final int LENGTH = 256;

  private static final String EXPONENT = "AQAB";
  private static final BigInteger E = BigInteger.valueOf(65537);

  private final BigInteger modulus;

  private RsaPublic(BigInteger modulus) {
    this.modulus = modulus;
  }

  /**
   * The key as a provider has it.
   *
   * @throws BrigandineException ({@link ErrorCode#TAMPERED}) for another length or exponent
   */
  public static RsaPublic of(RSAPublicKey key, String what) {
    if (!key.getPublicExponent().equals(E)) {
      throw refuse(what);
    }
    return of(key.getModulus(), what);
  }

  private static RsaPublic of(BigInteger modulus, String what) {
    if (modulus.bitLength() != 8 * LENGTH || !modulus.testBit(0)) {
      throw refuse(what);
    }
    return new RsaPublic(modulus);
  }

  /** The members {@code kty n e} of a JWK (RFC 7518 section 6.3.1); others are left. */
  public static RsaPublic take(JsonObject jwk, String what) {
    jwk.exactly("kty", "RSA");
    jwk.exactly("e", EXPONENT);
    return of(new BigInteger(1, Base64Url.decode(jwk.string("n"), LENGTH, what)), what);
  }

  /** The modulus in base64url: a JWK's member {@code n}; {@code e} is {@code AQAB}. */
  public String n() {
    return Base64Url.encode(fixed(modulus));
  }

  /** RFC 7638 SHA-256 thumbprint, 43 characters of base64url. */
  public String thumbprint() {
    String jwk = "{\"e\":\"" + EXPONENT + "\",\"kty\":\"RSA\",\"n\":\"" + n() + "\"}";
    return Base64Url.encode(Crypto.jdk().sha256().digest(jwk.getBytes(StandardCharsets.US_ASCII)));
  }

  /** The key as {@code factory}, one for {@code RSA}, makes it. */
  public RSAPublicKey toKey(KeyFactory factory) throws GeneralSecurityException {
    return (RSAPublicKey) factory.generatePublic(new RSAPublicKeySpec(modulus, E));
  }

  /**
   * Whether these bytes, most significant first, are a number that a raw RSA step is defined for.
   */
  boolean isBelowModulus(byte[] number) {
    return new BigInteger(1, number).compareTo(modulus) < 0;
  }

  /** A number below the modulus as {@value #LENGTH} bytes. */
  static byte[] fixed(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] out = new byte[LENGTH];
    int n = Math.min(bytes.length, LENGTH);
    System.arraycopy(bytes, bytes.length - n, out, LENGTH - n, n);
    return out;
  }

  private static BrigandineException refuse(String what) {
    return new BrigandineException(
        ErrorCode.TAMPERED, what + " is not an RSA key of 2048 bits with the exponent 65537");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RsaPublic that && modulus.equals(that.modulus);
  }

  @Override
  public int hashCode() {
    return modulus.hashCode();
  }

  @Override
  public String toString() {
    return "RsaPublic[" + thumbprint() + "]";
  }
}
