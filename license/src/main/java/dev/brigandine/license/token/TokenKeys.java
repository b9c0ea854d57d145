package dev.brigandine.license.token;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import dev.brigandine.license.jose.Jca;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/**
 * The two keys of a device or vendor on a token: {@code NAME-sign} on P-256, and {@code NAME-open},
 * on P-256 or, where the token cannot agree on keys, RSA of 2,048 bits. Private halves never leave
 * the token; what is done with them is done there.
 */
public final class TokenKeys {
  private final Token token;
  private final String name;
  private final PrivateKey signing;
  private final P256 signingPoint;
  private final PrivateKey opening;
  private final P256 openingPoint;
  private final RsaPublic openingRsa;

  TokenKeys(
      Token token,
      String name,
      PrivateKey signing,
      P256 signingPoint,
      PrivateKey opening,
      P256 openingPoint,
      RsaPublic openingRsa) {
    this.token = token;
    this.name = name;
    this.signing = signing;
    this.signingPoint = signingPoint;
    this.opening = opening;
    this.openingPoint = openingPoint;
    this.openingRsa = openingRsa;
  }

  /**
   * Finds keys that exist.
   *
   * @param name what both begin with
   * @param signing the public half that the first must have
   * @param openingPoint the second's, or null if it is RSA
   * @param openingRsa the second's, or null if it is on P-256
   * @throws BrigandineException {@link ErrorCode#NO_KEY_FITS} if the token holds no such key,
   *     {@link ErrorCode#TOKEN_UNAVAILABLE} if it does not answer
   */
  public static TokenKeys find(
      Token token, String name, P256 signing, P256 openingPoint, RsaPublic openingRsa) {
    PrivateKey first = token.key(signAlias(name), key -> is(key, signing));
    PrivateKey second =
        token.key(
            openAlias(name),
            openingRsa == null ? key -> is(key, openingPoint) : key -> is(key, openingRsa));
    return new TokenKeys(token, name, first, signing, second, openingPoint, openingRsa);
  }

  static String signAlias(String name) {
    return name + "-sign";
  }

  static String openAlias(String name) {
    return name + "-open";
  }

  private static boolean is(PublicKey key, P256 point) {
    if (!(key instanceof ECPublicKey ec)) {
      return false;
    }
    P256 found = P256.point(ec);
    return found != null
        && Arrays.equals(found.x(), point.x())
        && Arrays.equals(found.y(), point.y());
  }

  private static boolean is(PublicKey key, RsaPublic rsa) {
    return key instanceof RSAPublicKey found && rsa.equals(RsaPublic.of(found, "the token's key"));
  }

  /** What both keys' names begin with. */
  public String name() {
    return name;
  }

  /** The signing key's public half. */
  public P256 signingPoint() {
    return signingPoint;
  }

  /** The signing key, to be used with {@link #provider()}. */
  public PrivateKey signing() {
    return signing;
  }

  /** The one provider that can use the private halves. */
  public Provider provider() {
    return token.provider();
  }

  /** The encryption key's public half if it is on P-256, else null. */
  public P256 openingPoint() {
    return openingPoint;
  }

  /** The encryption key's public half if it is RSA, else null. */
  public RsaPublic openingRsa() {
    return openingRsa;
  }

  /**
   * ECDH on the token.
   *
   * @return the shared x coordinate, 32 bytes, the caller's to wipe
   */
  public byte[] agree(P256 other) {
    try {
      return agree(token.provider(), opening, other);
    } catch (GeneralSecurityException | ProviderException e) {
      throw failed("agree on a key", e);
    }
  }

  static byte[] agree(Provider provider, PrivateKey key, P256 other)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    agreement.init(key);
    agreement.doPhase(other.toKey(Jca.DEFAULT.keyFactory("EC")), true);
    byte[] shared = agreement.generateSecret();
    if (shared.length == P256.COORDINATE) {
      return shared;
    }
    // A token that takes the coordinate for a number leaves its leading zeros out.
    byte[] fixed = P256.fixed(new BigInteger(1, shared));
    Arrays.fill(shared, (byte) 0);
    return fixed;
  }

  /**
   * The raw RSA step on the token: {@code input^d mod n}, as long as the modulus.
   *
   * @param input {@value RsaPublic#LENGTH} bytes
   * @return the caller's to wipe; null for a number that is not below the modulus (as what was
   *     encrypted for another key may be), or that the token refuses
   */
  public byte[] raw(byte[] input) {
    // Not left to the token: tpm2-pkcs11 keeps the session in the operation that failed, and every
    // later use of it is refused (CKR_OPERATION_ACTIVE); some TPMs stop altogether.
    if (!openingRsa.isBelowModulus(input)) {
      return null;
    }
    try {
      Cipher rsa = Cipher.getInstance("RSA/ECB/NoPadding", token.provider());
      rsa.init(Cipher.DECRYPT_MODE, opening);
      byte[] out = rsa.doFinal(input);
      if (out.length == RsaPublic.LENGTH) {
        return out;
      }
      byte[] fixed = RsaPublic.fixed(new BigInteger(1, out));
      Arrays.fill(out, (byte) 0);
      return fixed;
    } catch (GeneralSecurityException | ProviderException e) {
      String ckr = Ckr.name(e);
      if (ckr.startsWith("CKR_ENCRYPTED_DATA") || ckr.startsWith("CKR_DATA")) {
        return null;
      }
      throw failed("decrypt", e);
    }
  }

  /**
   * 32 bytes or more that only this key gives, and gives again: what the key agrees with its own
   * public half, or what the raw RSA step makes of a fixed number. To be put through HKDF.
   *
   * @return the caller's to wipe
   */
  public byte[] own() {
    byte[] own = openingRsa == null ? agree(openingPoint) : raw(fixedNumber());
    if (own == null) {
      throw new BrigandineException(
          ErrorCode.TOKEN_UNAVAILABLE,
          "the token of " + token.config() + " does not decrypt with its own key");
    }
    return own;
  }

  /** SHA-256 in counter mode, a byte shorter than the modulus and so below it. */
  private static byte[] fixedNumber() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] out = new byte[RsaPublic.LENGTH];
      for (int at = 0, i = 0; at < out.length; at += 32, i++) {
        sha256.update("dev.brigandine/1 own".getBytes(StandardCharsets.US_ASCII));
        System.arraycopy(sha256.digest(new byte[] {(byte) i}), 0, out, at, 32);
      }
      out[0] = 0;
      return out;
    } catch (GeneralSecurityException e) {
      throw dev.brigandine.license.jose.Failures.machine("SHA-256", e);
    }
  }

  /**
   * Whether the token gives the private halves out, as far as it says: a key that shows neither
   * encoding nor numbers is, in the provider's eyes, sensitive or unextractable.
   */
  public boolean isExtractable() {
    return isExtractable(signing) || isExtractable(opening);
  }

  static boolean isExtractable(PrivateKey key) {
    if (key.getEncoded() != null || key instanceof java.security.interfaces.RSAPrivateKey) {
      return true;
    }
    // The JDK's keys say it in words, too; sensitive alone would still let them out wrapped.
    String words = key.toString().toLowerCase(Locale.ROOT);
    return words.contains("extractable") && !words.contains("unextractable");
  }

  private BrigandineException failed(String action, Exception e) {
    return Ckr.refuse(token.config().toString(), action, e);
  }

  @Override
  public String toString() {
    return "TokenKeys[" + name + "]";
  }
}
