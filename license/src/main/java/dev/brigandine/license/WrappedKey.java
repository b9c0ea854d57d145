package dev.brigandine.license;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.util.Base64URL;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.P256;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.token.RsaPublic;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.util.Arrays;

/**
 * Writes the JWEs that {@link KeyUnwrap} reads. Apart from it, so that reading loads no library.
 */
final class WrappedKey {
  private WrappedKey() {}

  /**
   * @param purpose PartyUInfo: where the JWE stands
   * @param context PartyVInfo: the bundle or licence it is for
   */
  static String wrap(ActivationKey key, P256 recipient, String purpose, String context) {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
            .agreementPartyUInfo(Base64URL.encode(purpose))
            .agreementPartyVInfo(Base64URL.encode(context))
            .build();
    try {
      return seal(key, header, new ECDHEncrypter(recipient.toKey(Jca.DEFAULT.keyFactory("EC"))));
    } catch (JOSEException | GeneralSecurityException e) {
      throw Failures.machine("ECDH-ES+A256KW", e);
    }
  }

  /** What {@link RsaUnwrap} reads. */
  static String wrap(ActivationKey key, RsaPublic recipient, String purpose, String context) {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
            .customParam("brig", RsaUnwrap.place(purpose, context))
            .build();
    try {
      return seal(key, header, new RSAEncrypter(recipient.toKey(KeyFactory.getInstance("RSA"))));
    } catch (JOSEException | GeneralSecurityException e) {
      throw Failures.machine("RSA-OAEP-256", e);
    }
  }

  private static String seal(ActivationKey key, JWEHeader header, JWEEncrypter encrypter)
      throws JOSEException {
    byte[] bytes = key.withBytes(byte[]::clone);
    try {
      JWEObject jwe = new JWEObject(header, new Payload(bytes));
      jwe.encrypt(encrypter);
      return jwe.serialize();
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
