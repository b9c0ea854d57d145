package dev.brigandine.license;

import dev.brigandine.bundle.P256;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Jca;
import java.security.GeneralSecurityException;
import java.security.Provider;

/** A private key on P-256, wherever it lives: in a file and so in memory, or on a token. */
interface Private256 extends AutoCloseable {
  P256 point();

  /** The shared x coordinate, 32 bytes (RFC 6090 section 4.1); the caller wipes it. */
  byte[] agree(P256 other, Jca jca) throws GeneralSecurityException;

  /** Whether the private half is that of the public one, as far as it can be told. */
  boolean matches();

  SigningKey signingKey();

  /** One of {@code provider}'s own, null for the JDK's; a token's key stays with the token's. */
  default SigningKey signingKey(Provider provider) {
    return signingKey();
  }

  @Override
  void close();
}
