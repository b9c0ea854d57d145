package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our own reading and writing of the one JWS form, held against a JOSE library. */
class DetachedJwsTest {
  private static final byte[] PAYLOAD = "{\"any\":\"bytes. …\"}".getBytes(StandardCharsets.UTF_8);

  @Test
  void aJoseLibraryVerifiesWhatWeSign() throws Exception {
    for (SigningKey key : List.of(Forge.A, Forge.B, Samples.newKey())) {
      byte[] signed = DetachedJws.sign(PAYLOAD, key);
      JWSObject jws =
          JWSObject.parse(new String(signed, StandardCharsets.US_ASCII), new Payload(PAYLOAD));
      assertThat(jws.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
      assertThat(jws.getHeader().isBase64URLEncodePayload()).isFalse();
      assertThat(jws.getHeader().getCriticalParams()).containsExactly("b64");
      assertThat(jws.getHeader().getType().getType()).isEqualTo("brig+jws");
      assertThat(jws.getHeader().getIncludedParams())
          .containsExactlyInAnyOrder("alg", "b64", "crit", "jwk", "kid", "typ");
      ECKey jwk = jws.getHeader().getJWK().toECKey();
      assertThat(jwk.isPrivate()).isFalse();
      assertThat(jws.getHeader().getKeyID())
          .isEqualTo(jwk.computeThumbprint().toString())
          .isEqualTo(SignerId.of(key.publicKey()).thumbprint());
      assertThat(jws.verify(new ECDSAVerifier(jwk.toECPublicKey(), Set.of()))).isTrue();
      for (Crypto crypto : List.of(Crypto.best(), Crypto.jdk())) {
        assertThat(DetachedJws.verify(crypto, signed, PAYLOAD).keyId().thumbprint())
            .isEqualTo(jws.getHeader().getKeyID());
      }
    }
  }

  /** Whatever we accept, the library accepts: no changed byte slips through. */
  @Test
  void noByteOfTheSignatureMayChange() {
    byte[] signed = DetachedJws.sign(PAYLOAD, Forge.A);
    for (int i = 0; i < signed.length; i++) {
      for (int change : new int[] {1, 2, 0x20, 0x80}) {
        byte[] changed = signed.clone();
        changed[i] ^= (byte) change;
        assertThatThrownBy(() -> DetachedJws.verify(Crypto.best(), changed, PAYLOAD))
            .isInstanceOfSatisfying(
                BrigandineException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SIGNATURE));
      }
    }
  }

  @Test
  void aFingerprintHasOneSpelling() {
    String good = SignerId.of(Forge.A.publicKey()).thumbprint();
    assertThat(new SignerId(good)).hasToString(good);
    for (String bad : List.of("", good + "=", good.substring(1), "+" + good.substring(1))) {
      assertThatThrownBy(() -> new SignerId(bad)).isInstanceOf(BrigandineException.class);
    }
  }
}
