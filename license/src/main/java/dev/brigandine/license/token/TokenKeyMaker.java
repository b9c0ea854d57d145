package dev.brigandine.license.token;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.PublicPoint;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes keys on a token: non-extractable, sensitive, there to stay, each for one use. */
public final class TokenKeyMaker {
  private static final String SIGN =
      "  CKA_SIGN = true\n  CKA_DECRYPT = false\n  CKA_DERIVE = false\n";
  private static final String DERIVE =
      "  CKA_DERIVE = true\n  CKA_SIGN = false\n  CKA_DECRYPT = false\n";
  private static final String DECRYPT = "  CKA_DECRYPT = true\n  CKA_SIGN = false\n";

  private final Token token;
  private final String name;
  private final List<String> made = new ArrayList<>();

  private TokenKeyMaker(Token token, String name) {
    this.token = token;
    this.name = name;
  }

  /**
   * Two new keys. The encryption key is on P-256 where the token can agree on keys, which is tried;
   * else it is RSA if {@code rsa} allows that.
   *
   * @param name 1 to 64 letters, digits, dots, hyphens and underscores, new on this token
   * @throws BrigandineException {@link ErrorCode#USAGE} for a bad or taken name, {@link
   *     ErrorCode#TOKEN_UNAVAILABLE} if the token cannot do it
   */
  public static TokenKeys make(Token token, String name, boolean rsa) {
    checkName(name);
    if (token.has(TokenKeys.signAlias(name)) || token.has(TokenKeys.openAlias(name))) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the token of " + token.config() + " already has a key named '" + name + "'",
          "choose another --label; a key is never replaced");
    }
    TokenKeyMaker maker = new TokenKeyMaker(token, name);
    boolean done = false;
    try {
      TokenKeys keys = maker.make(rsa);
      done = true;
      return keys;
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw Ckr.refuse(token.config().toString(), "make a key", e);
    } finally {
      if (!done) {
        maker.unmake();
      }
    }
  }

  /** Whether {@link #make} would take that name. */
  public static boolean isName(String name) {
    return name.matches("[A-Za-z0-9._-]{1,64}");
  }

  private static void checkName(String name) {
    if (!isName(name)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a key's name on a token has 1 to 64 letters, digits, dots, hyphens and underscores");
    }
  }

  /** Deletes what was just made, after a failure to write down where it is. */
  public static void discard(Token token, TokenKeys keys) {
    TokenKeyMaker maker = new TokenKeyMaker(token, keys.name());
    maker.made.addAll(List.of(TokenKeys.signAlias(keys.name()), TokenKeys.openAlias(keys.name())));
    maker.unmake();
  }

  private TokenKeys make(boolean rsa) throws GeneralSecurityException, IOException {
    KeyPair signing = generate("EC", SIGN);
    P256 signingPoint = PublicPoint.of((ECPublicKey) signing.getPublic(), "the token's new key");
    Provider signer = token.configuration().generating(SIGN);
    store(TokenKeys.signAlias(name), signing, ecKey(signingPoint), signing.getPrivate(), signer);

    P256 openingPoint = null;
    RsaPublic openingRsa = null;
    if (agrees()) {
      KeyPair pair = generate("EC", DERIVE);
      openingPoint = PublicPoint.of((ECPublicKey) pair.getPublic(), "the token's new key");
      Provider deriver = token.configuration().generating(DERIVE);
      store(TokenKeys.openAlias(name), pair, ecKey(openingPoint), signing.getPrivate(), signer);
      if (!triesWell(deriver, pair.getPrivate(), openingPoint)) {
        delete(TokenKeys.openAlias(name));
        openingPoint = null;
      }
    }
    if (openingPoint == null) {
      if (!rsa) {
        throw new BrigandineException(
            ErrorCode.TOKEN_UNAVAILABLE,
            "the token of " + token.config() + " cannot agree on keys (ECDH on P-256)",
            "a vendor's encryption key needs that; use a token that can, or a key file under a"
                + " passphrase");
      }
      KeyPair pair = generate("RSA", DECRYPT);
      openingRsa = RsaPublic.of((RSAPublicKey) pair.getPublic(), "the token's new key");
      PublicKey plain = openingRsa.toKey(Jca.DEFAULT.keyFactory("RSA"));
      store(TokenKeys.openAlias(name), pair, plain, signing.getPrivate(), signer);
    }
    // By the names, as they will be found from now on.
    KeyStore store = token.store();
    store.load(null, null);
    TokenKeys keys = TokenKeys.find(token, name, signingPoint, openingPoint, openingRsa);
    if (keys.isExtractable()) {
      throw new BrigandineException(
          ErrorCode.TOKEN_UNAVAILABLE,
          "the token of " + token.config() + " makes keys that it gives out",
          "its configuration or the token itself overrides CKA_EXTRACTABLE; use another");
    }
    byte[] own = keys.own();
    Arrays.fill(own, (byte) 0);
    return keys;
  }

  private boolean agrees() {
    return token.provider().getService("KeyAgreement", "ECDH") != null;
  }

  /** A trial: some tokens list the mechanism and then refuse, or keep the secret to themselves. */
  private static boolean triesWell(Provider provider, PrivateKey key, P256 point) {
    try {
      byte[] shared = TokenKeys.agree(provider, key, point);
      Arrays.fill(shared, (byte) 0);
      return true;
    } catch (GeneralSecurityException | ProviderException e) {
      return false;
    }
  }

  private KeyPair generate(String algorithm, String uses) throws GeneralSecurityException {
    Provider provider = token.configuration().generating(uses);
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(8 * RsaPublic.LENGTH);
    }
    return generator.generateKeyPair();
  }

  private static PublicKey ecKey(P256 point) throws GeneralSecurityException {
    return point.toKey(Jca.DEFAULT.keyFactory("EC"));
  }

  private void store(
      String alias, KeyPair pair, PublicKey encoded, PrivateKey issuer, Provider signer)
      throws GeneralSecurityException, IOException {
    Certificate certificate =
        KeyCertificate.of(encoded, alias, TokenKeys.signAlias(name), issuer, signer);
    // The store of the provider that made the key: another's keys it takes for foreign ones.
    Provider maker = providerOf(pair);
    KeyStore store = KeyStore.getInstance("PKCS11", maker);
    store.load(null, null);
    store.setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {certificate});
    made.add(alias);
  }

  private Provider providerOf(KeyPair pair) {
    boolean rsa = pair.getPublic() instanceof RSAPublicKey;
    if (rsa) {
      return token.configuration().generating(DECRYPT);
    }
    return token.configuration().generating(made.isEmpty() ? SIGN : DERIVE);
  }

  private void delete(String alias) throws GeneralSecurityException, IOException {
    KeyStore store = token.store();
    store.load(null, null);
    store.deleteEntry(alias);
    made.remove(alias);
  }

  private void unmake() {
    for (String alias : List.copyOf(made)) {
      try {
        delete(alias);
      } catch (GeneralSecurityException | IOException | ProviderException e) {
        // What led here is the failure to report; the key left behind is of no use to anyone.
      }
    }
  }
}
