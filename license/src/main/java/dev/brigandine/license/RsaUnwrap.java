package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Compact;
import dev.brigandine.license.jose.ContentEncryption;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.Json;
import dev.brigandine.license.jose.JsonObject;
import dev.brigandine.license.jose.Oaep;
import dev.brigandine.license.token.RsaPublic;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Opens an activation key that travels as a compact JWE for an RSA key on a token: {@code
 * RSA-OAEP-256} with {@code A256GCM} (RFC 7518 sections 4.3 and 5.3), header members exactly {@code
 * alg brig enc}. {@code brig} says where the JWE stands and for which licence, as {@code apu} and
 * {@code apv} do with ECDH; it is authenticated with the rest of the header.
 */
final class RsaUnwrap {
  static final String ALGORITHM = "RSA-OAEP-256";
  private static final int CEK = 32;

  private RsaUnwrap() {}

  /** The header's member {@code brig}. */
  static String place(String purpose, String context) {
    return purpose + " " + context;
  }

  /**
   * Null if the key does not fit.
   *
   * @param raw the RSA step: takes and gives {@link RsaPublic#LENGTH} bytes, or null
   */
  static ActivationKey open(
      String jwe, UnaryOperator<byte[]> raw, String purpose, String context, String what, Jca jca) {
    if (jwe.length() > KeyUnwrap.MAX_LENGTH) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, what + " is longer than " + KeyUnwrap.MAX_LENGTH + " characters");
    }
    String[] parts = Compact.split(jwe, 5, what);
    JsonObject header =
        Json.parseObject(Base64Url.decode(parts[0], what + "'s header"), what + "'s header");
    header.exactly("alg", ALGORITHM);
    header.exactly("enc", "A256GCM");
    header.exactly("brig", place(purpose, context));
    header.end();
    byte[] encrypted = Base64Url.decode(parts[1], RsaPublic.LENGTH, what + "'s encrypted key");
    // RFC 7516 section 11.5: what does not decrypt goes on with a key that nobody knows.
    byte[] random = new byte[CEK];
    new SecureRandom().nextBytes(random);
    byte[] plain = null;
    try {
      byte[] encoded = raw.apply(encrypted);
      byte[] cek = encoded == null ? random : Oaep.decode(encoded, CEK, random);
      plain = ContentEncryption.decrypt(parts, cek, ActivationKey.LENGTH, what, jca);
      return plain == null ? null : ActivationKey.of(plain);
    } catch (GeneralSecurityException e) {
      throw Failures.machine("SHA-256", e);
    } finally {
      if (plain != null) {
        Arrays.fill(plain, (byte) 0);
      }
    }
  }
}
