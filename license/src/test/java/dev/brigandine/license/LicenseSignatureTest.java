package dev.brigandine.license;

import static dev.brigandine.bundle.ErrorCode.BAD_SIGNATURE;
import static dev.brigandine.bundle.ErrorCode.TAMPERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.P256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but what a vendor signed, to the last bit, is a licence. */
class LicenseSignatureTest {
  private final Fixture fixture = new Fixture();

  @Test
  void everyFlippedBitIsRefused() {
    String jwt = fixture.issue();
    Provider conscrypt = Conscrypt.newProvider();
    for (int i = 0; i < jwt.length(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        StringBuilder chars = new StringBuilder(jwt);
        chars.setCharAt(i, (char) (jwt.charAt(i) ^ 1 << bit));
        String altered = chars.toString();
        Refused.withAny(() -> License.parse(altered, conscrypt), BAD_SIGNATURE, TAMPERED);
        if (bit == 0) {
          Refused.withAny(() -> License.parse(altered), BAD_SIGNATURE, TAMPERED);
        }
      }
    }
    assertThat(License.parse(jwt, conscrypt).model()).isEqualTo("acme/minilm");
  }

  @Test
  void everyCutIsRefused() {
    String jwt = fixture.issue();
    Provider conscrypt = Conscrypt.newProvider();
    for (int length = 0; length < jwt.length(); length++) {
      String cut = jwt.substring(0, length);
      Refused.withAny(() -> License.parse(cut, conscrypt), BAD_SIGNATURE, TAMPERED);
    }
  }

  @Test
  void anythingAddedIsRefused() {
    String jwt = fixture.issue();
    for (String added :
        new String[] {"A", "AA", "AAAA", "=", "==", ".", ".AAAA", " ", "\n", "\0"}) {
      Refused.withAny(() -> License.parse(jwt + added), BAD_SIGNATURE, TAMPERED);
      Refused.withAny(() -> License.parse(added + jwt), BAD_SIGNATURE, TAMPERED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "ES256 ", "es256"})
  void algNoneIsRefusedWithAndWithoutSignature(String alg) {
    Forge forge = new Forge(fixture).header("\"ES256\"", "\"" + alg + "\"");
    Refused.with(BAD_SIGNATURE, () -> License.parse(forge.unsigned() + "."));
    Refused.with(BAD_SIGNATURE, () -> License.parse(forge.signed()));
  }

  @Test
  void hmacWithThePublicKeyAsSecretIsRefused() throws Exception {
    Forge forge = new Forge(fixture).header("\"ES256\"", "\"HS256\"");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(fixture.vendor.signing().publicKey().getEncoded(), "HmacSHA256"));
    byte[] tag = mac.doFinal(forge.unsigned().getBytes(StandardCharsets.US_ASCII));
    Refused.with(BAD_SIGNATURE, () -> License.parse(forge.unsigned() + "." + Forge.b64(tag)));
  }

  @Test
  void rsaIsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair rsa = generator.generateKeyPair();
    Forge forge = new Forge(fixture).header("\"ES256\"", "\"RS256\"");
    String jwt = Forge.sign(forge.unsigned(), "SHA256withRSA", rsa.getPrivate());
    Refused.with(BAD_SIGNATURE, () -> License.parse(jwt));
  }

  @Test
  void p384IsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair key = generator.generateKeyPair();
    Forge forge = new Forge(fixture).header("\"ES256\"", "\"ES384\"");
    String jwt = Forge.sign(forge.unsigned(), "SHA384withECDSAinP1363Format", key.getPrivate());
    Refused.with(BAD_SIGNATURE, () -> License.parse(jwt));
    String curve = new Forge(fixture).header("\"P-256\"", "\"P-384\"").signed();
    Refused.with(TAMPERED, () -> License.parse(curve));
  }

  @Test
  void secp256k1IsRefused() {
    Forge forge = new Forge(fixture).header("\"ES256\"", "\"ES256K\"");
    Refused.with(BAD_SIGNATURE, () -> License.parse(forge.signed()));
    String curve = new Forge(fixture).header("\"P-256\"", "\"secp256k1\"").signed();
    Refused.with(TAMPERED, () -> License.parse(curve));
  }

  @Test
  void aStrangersKeyInTheHeaderDoesNotFitTheVendorsSignature() {
    Fixture stranger = new Fixture();
    Forge theirs = new Forge(stranger);
    Forge ours = new Forge(fixture);
    String signature = fixture.issue().split("\\.")[2];
    // The stranger's whole header over our claims, then his jwk alone under our kid.
    Refused.with(
        BAD_SIGNATURE,
        () ->
            License.parse(
                Forge.b64(theirs.header) + "." + Forge.b64(ours.claims) + "." + signature));
    String jwk = "\"jwk\":" + Forge.between(ours.header, "\"jwk\":", "}") + "}";
    String theirJwk = "\"jwk\":" + Forge.between(theirs.header, "\"jwk\":", "}") + "}";
    ours.header(jwk, theirJwk);
    Refused.with(BAD_SIGNATURE, () -> License.parse(ours.signed()));
  }

  @Test
  void aStrangerCannotSignInTheVendorsName() {
    Fixture stranger = new Fixture();
    Forge ours = new Forge(fixture);
    // He puts his own key in the header and signs our claims: iss still names us.
    String input = Forge.b64(new Forge(stranger).header) + "." + Forge.b64(ours.claims);
    String jwt =
        Forge.sign(input, "SHA256withECDSAinP1363Format", stranger.vendor.signing().privateKey());
    Refused.with(TAMPERED, () -> License.parse(jwt));
  }

  @Test
  void signaturesOutOfRangeAreRefusedByUsAndNotLeftToTheProvider() {
    String input = new Forge(fixture).unsigned();
    byte[] n = P256.fixed(P256.ORDER);
    byte[] one = P256.fixed(BigInteger.ONE);
    byte[] zero = new byte[32];
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);
    byte[][] bad = {zero, n, ones};
    for (byte[] value : bad) {
      for (byte[][] pair : new byte[][][] {{value, one}, {one, value}, {value, value}}) {
        byte[] signature = Arrays.copyOf(pair[0], 64);
        System.arraycopy(pair[1], 0, signature, 32, 32);
        Refused.with(BAD_SIGNATURE, () -> License.parse(input + "." + Forge.b64(signature)));
        Refused.with(
            BAD_SIGNATURE,
            () -> License.parse(input + "." + Forge.b64(signature), Conscrypt.newProvider()));
      }
    }
  }

  @Test
  void aSignatureInDerIsRefused() {
    String jwt =
        Forge.sign(
            new Forge(fixture).unsigned(),
            "SHA256withECDSA",
            fixture.vendor.signing().privateKey());
    Refused.with(BAD_SIGNATURE, () -> License.parse(jwt));
  }

  @Test
  void aSpellingThatMeansTheSameBytesIsRefused() {
    String jwt = fixture.issue();
    // The last character of a 64-byte signature carries four bits that mean nothing.
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(jwt.charAt(jwt.length() - 1));
    String same = jwt.substring(0, jwt.length() - 1) + alphabet.charAt(last + 1);
    Refused.with(TAMPERED, () -> License.parse(same));
    Refused.with(TAMPERED, () -> License.parse(jwt + "=="));
  }
}
