package dev.brigandine.license;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Issues licences: takes the activation key out of a bundle's manifest and seals it for a device.
 */
public final class LicenseIssuer {
  private LicenseIssuer() {}

  /**
   * A licence for one bundle on one device.
   *
   * @param manifest of a bundle whose signature was verified
   * @param bundleSigner who signed that bundle; must be {@code vendor}
   * @param now the moment of issue, read once by the caller; the licence says so in whole seconds
   * @return a JWT in compact form, without a line feed
   * @throws BrigandineException {@link ErrorCode#NO_KEY_FITS} if the bundle is by another vendor
   *     key, {@link ErrorCode#USAGE} if the licence would have expired before it is issued, or if
   *     model id or customer are longer than 256 characters or hold control characters
   */
  public static String issue(
      VendorKey vendor,
      Manifest manifest,
      SignerId bundleSigner,
      DevicePublicKey device,
      LicenseTerms terms,
      Instant now) {
    SigningKey signing = vendor.signing();
    SignerId signer = SignerId.of(signing.publicKey());
    if (!signer.equals(bundleSigner)) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "the bundle was signed by "
              + bundleSigner.thumbprint()
              + ", this vendor key is "
              + signer.thumbprint(),
          "use the vendor key that the model was protected with");
    }
    if (!terms.expires().isAfter(now)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a licence that expires at " + terms.expires() + " cannot be issued at " + now,
          "let it expire later");
    }
    checkLabel("model id", manifest.modelId());
    manifest.customer().ifPresent(customer -> checkLabel("customer", customer));
    byte[] random = new byte[Claims.ID_BYTES];
    new SecureRandom().nextBytes(random);
    String id = Base64Url.encode(random);
    String key;
    try (ActivationKey activation = vendor.activation(manifest)) {
      key = device.wrap(activation, id);
    }
    Map<String, Object> claims =
        claims(manifest, signer, device, terms, now.getEpochSecond(), id, key);
    String jwt = sign(signing, signer, claims);
    // What the reader would refuse must not leave the house.
    License.parse(jwt);
    return jwt;
  }

  private static void checkLabel(String which, String text) {
    if (!JsonObject.isLabel(text, Claims.MAX_LABEL)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the " + which + " must have 1 to " + Claims.MAX_LABEL + " printable characters");
    }
  }

  private static Map<String, Object> claims(
      Manifest manifest,
      SignerId signer,
      DevicePublicKey device,
      LicenseTerms terms,
      long issuedAt,
      String id,
      String key) {
    Map<String, Object> brig = new LinkedHashMap<>();
    brig.put("bundles", List.of(manifest.bundleId()));
    brig.put("model", manifest.modelId());
    brig.put("version", manifest.modelVersion());
    manifest.customer().ifPresent(customer -> brig.put("customer", customer));
    terms.runs().ifPresent(runs -> brig.put("runs", runs));
    brig.put("key", key);

    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", signer.thumbprint());
    claims.put("sub", manifest.customer().orElse(manifest.modelId()));
    claims.put("aud", Claims.AUDIENCE);
    claims.put("iat", issuedAt);
    claims.put("nbf", terms.notBefore().map(Instant::getEpochSecond).orElse(issuedAt));
    claims.put("exp", terms.expires().getEpochSecond());
    claims.put("jti", id);
    claims.put("cnf", Map.of("jkt", device.thumbprint()));
    claims.put("brig", brig);
    return claims;
  }

  private static String sign(SigningKey signing, SignerId signer, Map<String, Object> claims) {
    try {
      JWSObject jws =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType(License.TYPE))
                  .jwk(new ECKey.Builder(Curve.P_256, signing.publicKey()).build())
                  .keyID(signer.thumbprint())
                  .build(),
              new Payload(claims));
      jws.sign(new ECDSASigner(signing.privateKey(), Curve.P_256));
      return jws.serialize();
    } catch (JOSEException e) {
      throw Failures.machine("ES256", e);
    }
  }
}
