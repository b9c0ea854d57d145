package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.token.RsaPublic;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The way to a token's RSA key, with the raw step by the JDK in place of a token. */
class RsaUnwrapTest {
  private static KeyPair pair;
  private static RsaPublic rsa;
  private final ActivationKey key = ActivationKey.generate(new SecureRandom());

  @BeforeAll
  static void pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    pair = generator.generateKeyPair();
    rsa = RsaPublic.of((RSAPublicKey) pair.getPublic(), "a key");
  }

  @Test
  void whatWasWrappedOpens() {
    assertThat(open(wrap("licence"), "licence")).isEqualTo(key);
  }

  @Test
  void inAnotherLicenceItIsRefused() {
    String jwe = wrap("licence");
    Refused.with(ErrorCode.TAMPERED, () -> open(jwe, "another"));
    // With the header made to fit, the tag no longer does.
    String header = new String(Base64Url.decode(jwe.split("\\.")[0], "h"), StandardCharsets.UTF_8);
    String forged =
        Base64Url.encode(header.replace("licence\"", "another\"").getBytes(StandardCharsets.UTF_8))
            + jwe.substring(jwe.indexOf('.'));
    assertThat(forged).isNotEqualTo(jwe);
    Refused.withAny(
        () -> {
          if (open(forged, "another") == null) {
            throw new dev.brigandine.bundle.BrigandineException(ErrorCode.NO_KEY_FITS, "no");
          }
        },
        ErrorCode.NO_KEY_FITS);
  }

  @Test
  void anyCharacterThatWasChangedOpensNothing() {
    String jwe = wrap("licence");
    for (int i = 0; i < jwe.length(); i += 7) {
      char other = jwe.charAt(i) == 'A' ? 'B' : 'A';
      String bad = jwe.substring(0, i) + other + jwe.substring(i + 1);
      ActivationKey opened;
      try {
        opened = open(bad, "licence");
      } catch (dev.brigandine.bundle.BrigandineException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.TAMPERED);
        continue;
      }
      assertThat(opened).as("character " + i).isNull();
    }
  }

  @Test
  void aTokenThatRefusesTheNumberOpensNothing() {
    assertThat(
            RsaUnwrap.open(
                wrap("licence"), in -> null, KeyUnwrap.IN_LICENCE, "licence", "x", Jca.DEFAULT))
        .isNull();
  }

  @Test
  void theThumbprintIsThatOfRfc7638() throws Exception {
    // The example of section 3.1.
    String n =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJEC"
            + "PebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2"
            + "QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQ"
            + "Fh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    RsaPublic example =
        RsaPublic.take(
            dev.brigandine.license.jose.Json.parseObject(
                ("{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + n + "\"}")
                    .getBytes(StandardCharsets.UTF_8),
                "x"),
            "x");
    assertThat(example.thumbprint()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  }

  private String wrap(String id) {
    return WrappedKey.wrap(key, rsa, KeyUnwrap.IN_LICENCE, id);
  }

  private static ActivationKey open(String jwe, String id) {
    return RsaUnwrap.open(
        jwe, RsaUnwrapTest::raw, KeyUnwrap.IN_LICENCE, id, "the key", Jca.DEFAULT);
  }

  private static byte[] raw(byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
      return cipher.doFinal(input);
    } catch (java.security.GeneralSecurityException e) {
      return null;
    }
  }
}
