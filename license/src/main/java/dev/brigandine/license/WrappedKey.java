package dev.brigandine.license;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.util.Base64URL;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.P256;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.Jca;
import java.security.GeneralSecurityException;

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
    return key.withBytes(
        bytes -> {
          try {
            JWEObject jwe = new JWEObject(header, new Payload(bytes));
            jwe.encrypt(new ECDHEncrypter(recipient.toKey(Jca.DEFAULT.keyFactory("EC"))));
            return jwe.serialize();
          } catch (JOSEException | GeneralSecurityException e) {
            throw Failures.machine("ECDH-ES+A256KW", e);
          }
        });
  }
}
