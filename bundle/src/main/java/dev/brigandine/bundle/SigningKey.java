package dev.brigandine.bundle;

import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Objects;

/**
 * A vendor's ES256 signing key (ECDSA on P-256 with SHA-256, RFC 7518 section 3.4). The private
 * half may be opaque, as it is on a PKCS#11 token.
 *
 * @param privateKey signs; never leaves its provider
 * @param publicKey on P-256
 */
public record SigningKey(PrivateKey privateKey, ECPublicKey publicKey) {
  /** Neither half may be null. */
  public SigningKey {
    Objects.requireNonNull(privateKey, "privateKey");
    Objects.requireNonNull(publicKey, "publicKey");
  }

  @Override
  public String toString() {
    return "SigningKey[redacted]";
  }
}
