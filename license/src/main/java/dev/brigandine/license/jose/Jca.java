package dev.brigandine.license.jose;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/**
 * Where primitives come from: the given provider for what it has, then the JDK's own by name, then
 * whatever this Java offers. The names save a cold start the search, which loads every provider on
 * the list (PKCS#11, GSS, SASL) up to the one that fits.
 */
public final class Jca {
  public static final Jca DEFAULT = new Jca(null);

  private final Provider given;

  /** {@code given} may be null. */
  public Jca(Provider given) {
    this.given = given;
  }

  public Signature signature(String name) throws GeneralSecurityException {
    Provider provider = find("Signature", name, "SunEC");
    return provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
  }

  public KeyFactory keyFactory(String name) throws GeneralSecurityException {
    Provider provider = find("KeyFactory", name, "SunEC");
    return provider == null ? KeyFactory.getInstance(name) : KeyFactory.getInstance(name, provider);
  }

  public KeyAgreement keyAgreement(String name) throws GeneralSecurityException {
    Provider provider = find("KeyAgreement", name, "SunEC");
    return provider == null
        ? KeyAgreement.getInstance(name)
        : KeyAgreement.getInstance(name, provider);
  }

  public Cipher cipher(String name) throws GeneralSecurityException {
    Provider provider = find("Cipher", name, "SunJCE");
    return provider == null ? Cipher.getInstance(name) : Cipher.getInstance(name, provider);
  }

  private Provider find(String type, String name, String usual) {
    if (given != null && given.getService(type, name) != null) {
      return given;
    }
    Provider provider = Security.getProvider(usual);
    // A Java in another configuration (FIPS, Android) may have neither name nor service.
    return provider == null || provider.getService(type, name) == null ? null : provider;
  }
}
