package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.PasswordBasedDecrypter;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.SignerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this room reads by itself, a JOSE library reads the same. */
class NimbusAgreesTest {
  private final Fixture fixture = new Fixture();

  @TempDir Path folder;

  @Test
  void aLicenceIsAnOrdinaryJwtWithAnOrdinaryJweInside() throws Exception {
    JWSObject jws = JWSObject.parse(fixture.issue());
    assertThat(jws.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(jws.verify(new ECDSAVerifier((ECKey) jws.getHeader().getJWK()))).isTrue();
    assertThat(jws.getHeader().getJWK().computeThumbprint().toString())
        .isEqualTo(fixture.signer.thumbprint());
    JWTClaimsSet claims = JWTClaimsSet.parse(jws.getPayload().toJSONObject());
    assertThat(claims.getExpirationTime().toInstant()).isEqualTo(Fixture.EXPIRES);
    assertThat(claims.getAudience()).containsExactly("brigandine");

    JWEObject jwe = JWEObject.parse((String) claims.getJSONObjectClaim("brig").get("key"));
    assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.ECDH_ES_A256KW);
    jwe.decrypt(new ECDHDecrypter(keys(fixture.device, null).getKeys().get(0).toECKey()));
    assertThat(ActivationKey.of(jwe.getPayload().toBytes())).isEqualTo(fixture.activation);
  }

  @Test
  void keyFilesAreOrdinaryJwkSets() throws Exception {
    JWKSet device = keys(fixture.device, null);
    assertThat(device.getKeys()).hasSize(2);
    assertThat(device.getKeys().get(1).computeThumbprint().toString())
        .isEqualTo(SignerId.of(fixture.device.signing().publicKey()).thumbprint());
    assertThat(device.getKeys().get(0).computeThumbprint().toString())
        .isEqualTo(fixture.device.thumbprint());
    Path path = folder.resolve("vendor.key");
    fixture.vendor.save(path, null);
    JWKSet vendor = JWKSet.load(path.toFile());
    assertThat(vendor.getKeys()).hasSize(2);
    assertThat(vendor.getKeys().get(0).toECKey().toECPublicKey())
        .isEqualTo(fixture.vendor.signing().publicKey());
  }

  @Test
  void aPassphraseIsUnderstoodAlikeBothWays() throws Exception {
    String passphrase = "ünï ☃ \uD83D\uDD11 x";
    Path path = folder.resolve("device.key");
    fixture.device.save(path, passphrase.toCharArray());
    JWEObject jwe = JWEObject.parse(Files.readString(path).strip());
    assertThat(jwe.getHeader().getCustomParam("p2c")).isNull();
    assertThat(jwe.getHeader().getPBES2Count()).isGreaterThanOrEqualTo(210_000);
    assertThat(jwe.getHeader().getContentType()).isEqualTo("jwk-set+json");
    jwe.decrypt(new PasswordBasedDecrypter(passphrase.getBytes(StandardCharsets.UTF_8)));
    byte[] json = jwe.getPayload().toBytes();

    JWEObject theirs =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.PBES2_HS512_A256KW, EncryptionMethod.A256GCM)
                .contentType("jwk-set+json")
                .build(),
            new Payload(json));
    theirs.encrypt(new PasswordBasedEncrypter(passphrase, 16, 1000));
    Path other = Files.writeString(folder.resolve("theirs.key"), theirs.serialize());
    assertThat(DeviceKey.load(other, passphrase::toCharArray).thumbprint())
        .isEqualTo(fixture.device.thumbprint());
  }

  private JWKSet keys(DeviceKey key, char[] passphrase) throws Exception {
    Path path = folder.resolve("plain.key");
    key.save(path, passphrase);
    return JWKSet.load(path.toFile());
  }
}
