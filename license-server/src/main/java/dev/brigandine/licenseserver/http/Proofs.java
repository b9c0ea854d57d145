package dev.brigandine.licenseserver.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.bundle.ErrorCode;
import java.security.Provider;
import java.text.ParseException;
import java.util.Set;

/** Verifies by Conscrypt where there is one: the JDK's ES256 takes several times as long. */
final class Proofs {
  private static final String TYPE = "brig-proof+jwt";
  private static final int MOST = 16 * 1024;

  private Proofs() {}

  static ProofReader reader() {
    Provider provider = Crypto.best().providerOrNull();
    return jws -> read(jws, provider);
  }

  private static ProofReader.Claims read(String text, Provider provider) {
    try {
      if (text.length() > MOST || text.chars().filter(c -> c == '.').count() != 2) {
        throw refuse(ErrorCode.TAMPERED, "the proof is no compact JWS", null);
      }
      JWSObject jws = JWSObject.parse(text);
      var header = jws.getHeader();
      boolean exact =
          header.getIncludedParams().equals(Set.of("alg", "typ", "jwk", "kid"))
              && JWSAlgorithm.ES256.equals(header.getAlgorithm())
              && TYPE.equals(header.getType().getType())
              && header.getJWK() instanceof ECKey;
      if (!exact) {
        throw refuse(ErrorCode.TAMPERED, "the proof's header is not as it must be", null);
      }
      ECKey key = header.getJWK().toECKey();
      String signer = key.computeThumbprint().toString();
      if (key.isPrivate()
          || !Curve.P_256.equals(key.getCurve())
          || !signer.equals(header.getKeyID())) {
        throw refuse(ErrorCode.BAD_SIGNATURE, "the proof's key is not as it must be", null);
      }
      ECDSAVerifier verifier = new ECDSAVerifier(key.toECPublicKey());
      if (provider != null) {
        verifier.getJCAContext().setProvider(provider);
      }
      if (!jws.verify(verifier)) {
        throw refuse(ErrorCode.BAD_SIGNATURE, "the proof's signature is wrong", null);
      }
      JsonBody claims = JsonBody.parse(jws.getPayload().toBytes());
      ProofReader.Claims read =
          new ProofReader.Claims(
              signer,
              claims.string("op"),
              claims.string("nonce"),
              claims.string("jti"),
              claims.string("aud"),
              claims.string("device"));
      claims.object("brig");
      claims.end();
      return read;
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw refuse(ErrorCode.TAMPERED, "the proof is no signed request", e);
    }
  }

  private static BrigandineException refuse(ErrorCode code, String message, Exception cause) {
    return new BrigandineException(code, message, "sign it with the device's key", cause);
  }
}
