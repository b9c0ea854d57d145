package dev.brigandine.license.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.SigningKey;
import java.util.Map;

/** Writes what {@link SignedJwt} reads. Apart from it, so that reading loads no library. */
public final class SignedJwtWriter {
  private SignedJwtWriter() {}

  /** {@code parent} may be null. */
  public static String sign(
      SigningKey key, String type, Map<String, Object> claims, String parent) {
    try {
      JWSHeader.Builder header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(new JOSEObjectType(type))
              .jwk(new ECKey.Builder(Curve.P_256, key.publicKey()).build())
              .keyID(SignerId.of(key.publicKey()).thumbprint());
      if (parent != null) {
        header.customParam("parent", parent);
      }
      JWSObject jws = new JWSObject(header.build(), new Payload(claims));
      ECDSASigner signer = new ECDSASigner(key.privateKey(), Curve.P_256);
      if (key.provider() != null) {
        signer.getJCAContext().setProvider(key.provider());
      }
      jws.sign(signer);
      return jws.serialize();
    } catch (JOSEException e) {
      throw Failures.machine("ES256", e);
    }
  }
}
