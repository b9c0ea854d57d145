package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brigandine.bundle.Wycheproof.Vector;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The primitives, as this room takes them from its two providers, on Wycheproof's vectors. */
class WycheproofTest {
  /**
   * Valid signatures whose point has an x above the group order. Some JDKs refuse them: they come
   * by chance once in 2^128, and to refuse is harmless.
   */
  private static final Set<Integer> LARGE_X = Set.of(350, 479);

  /** Otherwise half of what follows would be the other half again. */
  @Test
  void conscryptIsThereToBeTested() {
    assertThat(Crypto.best().name()).isEqualTo("conscrypt");
    assertThat(Crypto.jdk().name()).isEqualTo("jdk");
  }

  @TestFactory
  List<DynamicTest> aesGcm() throws Exception {
    return forBoth("aes_gcm_test.json", 316, WycheproofTest::aesGcm);
  }

  private static void aesGcm(Crypto crypto, Vector v) throws Exception {
    // Conscrypt takes no 192-bit keys, and nonces of 96 bits only. The format needs neither.
    boolean unsupported =
        crypto != Crypto.jdk()
            && (v.groupNumber("keySize") == 192 || v.groupNumber("ivSize") != 96);
    byte[] sealed = concat(v.hex("ct"), v.hex("tag"));
    if (v.is("valid") && !unsupported) {
      assertThat(gcm(crypto, Cipher.DECRYPT_MODE, v, sealed)).isEqualTo(v.hex("msg"));
      assertThat(gcm(crypto, Cipher.ENCRYPT_MODE, v, v.hex("msg"))).isEqualTo(sealed);
    } else {
      assertThatThrownBy(() -> gcm(crypto, Cipher.DECRYPT_MODE, v, sealed))
          .isInstanceOfAny(GeneralSecurityException.class, IllegalArgumentException.class);
    }
  }

  /** From direct to direct buffers, the way sections go. */
  private static byte[] gcm(Crypto crypto, int mode, Vector v, byte[] in) throws Exception {
    Cipher cipher = crypto.aesGcm();
    cipher.init(
        mode, new SecretKeySpec(v.hex("key"), "AES"), new GCMParameterSpec(128, v.hex("iv")));
    cipher.updateAAD(v.hex("aad"));
    ByteBuffer from = ByteBuffer.allocateDirect(in.length).put(in).flip();
    ByteBuffer to = ByteBuffer.allocateDirect(in.length + 16);
    cipher.doFinal(from, to);
    byte[] out = new byte[to.flip().remaining()];
    to.get(out);
    return out;
  }

  @TestFactory
  List<DynamicTest> hkdfSha512() throws Exception {
    return forBoth("hkdf_sha512_test.json", 83, (c, v) -> hkdf(c, v, "HmacSHA512"));
  }

  @TestFactory
  List<DynamicTest> hkdfSha256() throws Exception {
    return forBoth("hkdf_sha256_test.json", 86, (c, v) -> hkdf(c, v, "HmacSHA256"));
  }

  private static void hkdf(Crypto crypto, Vector v, String mac) {
    Hkdf hkdf = new Hkdf(crypto.mac(mac));
    byte[] prk = hkdf.extract(v.hex("salt"), v.hex("ikm"));
    if (v.is("valid")) {
      assertThat(hkdf.expand(prk, v.hex("info"), v.number("size"))).isEqualTo(v.hex("okm"));
    } else {
      assertThatThrownBy(() -> hkdf.expand(prk, v.hex("info"), v.number("size")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @TestFactory
  List<DynamicTest> ecdsa() throws Exception {
    return forBoth(
        "ecdsa_secp256r1_sha256_test.json",
        484,
        (crypto, v) -> {
          byte[] spki = HexFormat.of().parseHex((String) v.group().get("publicKeyDer"));
          int at = spki.length - 64;
          P256 key =
              P256.point(
                  Arrays.copyOfRange(spki, at, at + 32),
                  Arrays.copyOfRange(spki, at + 32, at + 64));
          byte[] raw = P256.toRaw(v.hex("sig"));
          boolean verifies = raw != null && key.verifies(crypto, raw, v.hex("msg"));
          if (crypto == Crypto.jdk() && LARGE_X.contains(v.number("tcId"))) {
            assertThat(v.is("valid")).isTrue();
          } else {
            assertThat(verifies).isEqualTo(v.is("valid"));
          }
        });
  }

  @TestFactory
  List<DynamicTest> ecdh() throws Exception {
    return forBoth(
        "ecdh_secp256r1_test.json",
        612,
        (crypto, v) -> {
          byte[] shared;
          try {
            shared = ecdh(crypto, v);
          } catch (GeneralSecurityException | RuntimeException e) {
            shared = null;
          }
          // A compressed point is valid ASN.1 that neither provider must take.
          if (v.is("valid")) {
            assertThat(shared).isEqualTo(v.hex("shared"));
          } else if (v.is("invalid")) {
            assertThat(shared).isNull();
          } else if (shared != null) {
            assertThat(shared).isEqualTo(v.hex("shared"));
          }
        });
  }

  private static byte[] ecdh(Crypto crypto, Vector v) throws Exception {
    KeyFactory keys = crypto.ecKeys();
    PublicKey theirs = keys.generatePublic(new X509EncodedKeySpec(v.hex("public")));
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    PrivateKey ours =
        keys.generatePrivate(
            new ECPrivateKeySpec(
                new BigInteger(1, v.hex("private")),
                curve.getParameterSpec(ECParameterSpec.class)));
    KeyAgreement agreement = crypto.ecdh();
    agreement.init(ours);
    agreement.doPhase(theirs, true);
    return agreement.generateSecret();
  }

  private interface Check {
    void run(Crypto crypto, Vector vector) throws Exception;
  }

  private static List<DynamicTest> forBoth(String file, int atLeast, Check check) throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    List<Vector> vectors = Wycheproof.load(file, atLeast);
    for (Crypto crypto : List.of(Crypto.jdk(), Crypto.best())) {
      for (Vector v : vectors) {
        tests.add(dynamicTest(crypto.name() + " " + v.name(), () -> check.run(crypto, v)));
      }
    }
    return tests;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
