package dev.brigandine.license;

import static dev.brigandine.bundle.ErrorCode.NO_KEY_FITS;
import static dev.brigandine.bundle.ErrorCode.TAMPERED;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.util.Base64URL;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.P256;
import dev.brigandine.license.jose.Jca;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The JWE around the activation key, inside licences whose signature holds. */
class WrappedKeyTest {
  private final Fixture fixture = new Fixture();
  private final Forge forge = new Forge(fixture);

  private ActivationKey activate(License license) {
    return license.activate(fixture.manifest, fixture.signer, fixture.device, Fixture.NOW);
  }

  @Test
  void everyFlippedBitIsRefused() {
    char[] jwe = forge.key().toCharArray();
    for (int i = 0; i < jwe.length; i++) {
      for (int bit = 0; bit < 7; bit++) {
        jwe[i] ^= (char) (1 << bit);
        String altered = new String(jwe);
        Refused.withAny(() -> unwrap(altered), TAMPERED, NO_KEY_FITS);
        jwe[i] ^= (char) (1 << bit);
      }
    }
    assertThat(unwrap(new String(jwe))).isEqualTo(fixture.activation);
  }

  /** Straight to the device key, as {@code activate} does after its other checks. */
  private ActivationKey unwrap(String jwe) {
    ActivationKey key = fixture.device.unwrap(jwe, forge.id(), Jca.DEFAULT);
    if (key == null) {
      throw new BrigandineException(NO_KEY_FITS, "the key does not fit");
    }
    return key;
  }

  @Test
  void aJweFromAnotherLicenceOrFromTheManifestDoesNotOpen() {
    License other = new Forge(fixture).key(forge.key()).parsed();
    Refused.with(TAMPERED, () -> activate(other));
    String forDevice =
        WrappedKey.wrap(
            fixture.activation, point(fixture.device), KeyUnwrap.IN_MANIFEST, forge.id());
    Refused.with(TAMPERED, () -> unwrap(forDevice));
  }

  @Test
  void otherAlgorithmsAreRefused() throws Exception {
    ECPublicKey device = point(fixture.device).toKey(Jca.DEFAULT.keyFactory("EC"));
    JWEHeader.Builder direct = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM);
    Refused.with(TAMPERED, () -> unwrap(encrypted(direct, new DirectEncrypter(new byte[32]))));
    JWEHeader.Builder a128kw = new JWEHeader.Builder(JWEAlgorithm.A128KW, EncryptionMethod.A256GCM);
    Refused.with(TAMPERED, () -> unwrap(encrypted(a128kw, new AESEncrypter(new byte[16]))));
    JWEAlgorithm[] algorithms = {
      JWEAlgorithm.ECDH_ES, JWEAlgorithm.ECDH_ES_A128KW, JWEAlgorithm.ECDH_ES_A192KW
    };
    for (JWEAlgorithm algorithm : algorithms) {
      Refused.with(
          TAMPERED,
          () ->
              unwrap(
                  encrypted(
                      builder(algorithm, EncryptionMethod.A256GCM), new ECDHEncrypter(device))));
    }
    EncryptionMethod[] methods = {
      EncryptionMethod.A128GCM,
      EncryptionMethod.A192GCM,
      EncryptionMethod.A128CBC_HS256,
      EncryptionMethod.A256CBC_HS512
    };
    for (EncryptionMethod method : methods) {
      Refused.with(
          TAMPERED,
          () ->
              unwrap(
                  encrypted(
                      builder(JWEAlgorithm.ECDH_ES_A256KW, method), new ECDHEncrypter(device))));
    }
  }

  @Test
  void compressionAndOtherHeaderMembersAreRefused() throws Exception {
    JWEEncrypter encrypter =
        new ECDHEncrypter(point(fixture.device).toKey(Jca.DEFAULT.keyFactory("EC")));
    assertThat(unwrap(encrypted(good(), encrypter))).isNotNull();
    Refused.with(
        TAMPERED,
        () -> unwrap(encrypted(good().compressionAlgorithm(CompressionAlgorithm.DEF), encrypter)));
    Refused.with(TAMPERED, () -> unwrap(encrypted(good().keyID("1"), encrypter)));
    Refused.with(TAMPERED, () -> unwrap(encrypted(good().contentType("JWT"), encrypter)));
    Refused.with(TAMPERED, () -> unwrap(encrypted(good().agreementPartyUInfo(null), encrypter)));
  }

  @Test
  void contentOfAnotherLengthIsRefused() throws Exception {
    JWEEncrypter encrypter =
        new ECDHEncrypter(point(fixture.device).toKey(Jca.DEFAULT.keyFactory("EC")));
    for (int length : new int[] {0, 1, 16, 31, 33, 64, 1000}) {
      JWEObject jwe = new JWEObject(good().build(), new Payload(new byte[length]));
      jwe.encrypt(encrypter);
      Refused.withAny(() -> unwrap(jwe.serialize()), TAMPERED, NO_KEY_FITS);
    }
    Refused.with(TAMPERED, () -> unwrap("A".repeat(KeyUnwrap.MAX_LENGTH + 1)));
  }

  @Test
  void anEphemeralKeyOffTheCurveNeverMeetsThePrivateKey() {
    BigInteger smallX = BigInteger.ONE;
    while (rootOf(smallX) == null) {
      smallX = smallX.add(BigInteger.ONE);
    }
    String on = b64(smallX);
    String valid = b64(rootOf(smallX));
    // The point itself is fine; the same one written as x + p is another spelling of it.
    BigInteger unreduced = smallX.add(P256.PRIME);
    String[][] points = {
      {b64(BigInteger.ZERO), b64(BigInteger.ZERO)},
      {b64(BigInteger.ONE), b64(BigInteger.ONE)},
      // On y² = x³ - 3x + 1, where an attacker would choose a curve of smooth order.
      {b64(BigInteger.ZERO), b64(BigInteger.ONE)},
      {b64(P256.PRIME), b64(BigInteger.ONE)},
      {b64(unreduced), valid},
      {b64(smallX), b64(rootOf(smallX).add(BigInteger.ONE))},
      {b64(P256.ORDER), b64(P256.ORDER)},
      {Forge.b64(filled(32)), Forge.b64(filled(32))},
      {Forge.b64(filled(31)), valid},
      {Forge.b64(filled(33)), valid},
      {"", ""},
    };
    for (String[] point : points) {
      assertThat(Refused.with(TAMPERED, () -> unwrap(withEphemeral(point[0], point[1]))))
          .hasMessageContaining("ephemeral key");
    }
    // A good point that is not the sender's: the agreement goes another way, and nothing opens.
    Refused.with(NO_KEY_FITS, () -> unwrap(withEphemeral(on, valid)));
  }

  private String withEphemeral(String x, String y) {
    String[] parts = forge.key().split("\\.", 2);
    String header = Forge.text(parts[0]);
    String theirX = Forge.between(header, "\"x\":\"", "\"");
    String theirY = Forge.between(header, "\"y\":\"", "\"");
    return Forge.b64(header.replace(theirX, x).replace(theirY, y)) + "." + parts[1];
  }

  /** A y for x on P-256, or null; p is 3 modulo 4. */
  private static BigInteger rootOf(BigInteger x) {
    BigInteger b =
        new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    BigInteger p = P256.PRIME;
    BigInteger square = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(b).mod(p);
    BigInteger root = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    return root.multiply(root).mod(p).equals(square) ? root : null;
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static String b64(BigInteger value) {
    return Forge.b64(P256.fixed(value));
  }

  private static P256 point(DeviceKey key) {
    return key.publicKey().point();
  }

  private JWEHeader.Builder good() {
    return builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM);
  }

  private JWEHeader.Builder builder(JWEAlgorithm algorithm, EncryptionMethod method) {
    return new JWEHeader.Builder(algorithm, method)
        .agreementPartyUInfo(Base64URL.encode(KeyUnwrap.IN_LICENCE))
        .agreementPartyVInfo(Base64URL.encode(forge.id()));
  }

  private static String encrypted(JWEHeader.Builder header, JWEEncrypter encrypter)
      throws Exception {
    JWEObject jwe = new JWEObject(header.build(), new Payload(new byte[32]));
    jwe.encrypt(encrypter);
    return jwe.serialize();
  }
}
