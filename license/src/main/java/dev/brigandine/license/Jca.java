package dev.brigandine.license;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/**
 * Where primitives come from: a given provider for what it has, the JDK's choice for the rest.
 *
 * @param provider preferred, or null
 */
record Jca(Provider provider) {
  static final Jca DEFAULT = new Jca(null);

  Signature signature(String name) throws GeneralSecurityException {
    return lacks("Signature", name)
        ? Signature.getInstance(name)
        : Signature.getInstance(name, provider);
  }

  KeyFactory keyFactory(String name) throws GeneralSecurityException {
    return lacks("KeyFactory", name)
        ? KeyFactory.getInstance(name)
        : KeyFactory.getInstance(name, provider);
  }

  KeyAgreement keyAgreement(String name) throws GeneralSecurityException {
    return lacks("KeyAgreement", name)
        ? KeyAgreement.getInstance(name)
        : KeyAgreement.getInstance(name, provider);
  }

  Cipher cipher(String name) throws GeneralSecurityException {
    return lacks("Cipher", name) ? Cipher.getInstance(name) : Cipher.getInstance(name, provider);
  }

  private boolean lacks(String type, String name) {
    return provider == null || provider.getService(type, name) == null;
  }
}
