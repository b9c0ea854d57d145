package dev.brigandine.bundle;

import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Objects;

/**
 * An ES256 signing key, of a vendor or a device (ECDSA on P-256 with SHA-256, RFC 7518 section
 * 3.4). The private half may be opaque, as it is on a PKCS#11 token.
 *
 * @param privateKey signs; never leaves its provider
 * @param publicKey on P-256
 * @param provider whom to sign with; null leaves the choice to the JDK, which asks the providers
 *     that are registered and so never finds a token's
 */
public record SigningKey(PrivateKey privateKey, ECPublicKey publicKey, Provider provider) {
  /** Neither half may be null. */
  public SigningKey {
    Objects.requireNonNull(privateKey, "privateKey");
    Objects.requireNonNull(publicKey, "publicKey");
  }

  /** A key that a registered provider takes. */
  public SigningKey(PrivateKey privateKey, ECPublicKey publicKey) {
    this(privateKey, publicKey, null);
  }

  Signature signature(String algorithm) throws NoSuchAlgorithmException {
    return provider == null
        ? Signature.getInstance(algorithm)
        : Signature.getInstance(algorithm, provider);
  }

  @Override
  public String toString() {
    return "SigningKey[redacted]";
  }
}
