package dev.brigandine.license;

import dev.brigandine.bundle.P256;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.token.TokenKeys;
import java.security.GeneralSecurityException;

/** One of the two keys on a token, if it is on P-256. */
final class TokenPair256 implements Private256 {
  private final TokenKeys keys;
  private final P256 point;

  private TokenPair256(TokenKeys keys, P256 point) {
    this.keys = keys;
    this.point = point;
  }

  static TokenPair256 signing(TokenKeys keys) {
    return new TokenPair256(keys, keys.signingPoint());
  }

  static TokenPair256 encryption(TokenKeys keys) {
    return new TokenPair256(keys, keys.openingPoint());
  }

  @Override
  public P256 point() {
    return point;
  }

  @Override
  public byte[] agree(P256 other, Jca jca) {
    return keys.agree(other);
  }

  /** The token found the private half by the public one. */
  @Override
  public boolean matches() {
    return true;
  }

  @Override
  public SigningKey signingKey() {
    try {
      return new SigningKey(
          keys.signing(), keys.signingPoint().toKey(Jca.DEFAULT.keyFactory("EC")), keys.provider());
    } catch (GeneralSecurityException e) {
      throw Failures.machine("keys on P-256", e);
    }
  }

  /** The key stays where it is. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return keys.toString();
  }
}
