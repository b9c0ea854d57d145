package dev.brigandine.license.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.SigningKey;
import java.nio.charset.StandardCharsets;
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
      ECDSASigner signer = new ECDSASigner(key.privateKey(), Curve.P_256);
      if (key.provider() != null) {
        signer.getJCAContext().setProvider(key.provider());
      }
      JWSHeader built = header.build();
      // The library's own base64 takes as long as a native signature.
      String signed = encode(built.toJSONObject()) + "." + encode(claims);
      return signed + "." + signer.sign(built, signed.getBytes(StandardCharsets.US_ASCII));
    } catch (JOSEException e) {
      throw Failures.machine("ES256", e);
    }
  }

  private static String encode(Map<String, Object> json) {
    return Base64Url.encode(JSONObjectUtils.toJSONString(json).getBytes(StandardCharsets.UTF_8));
  }
}
