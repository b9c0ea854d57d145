package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Compact;
import dev.brigandine.license.jose.ContentEncryption;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.Json;
import dev.brigandine.license.jose.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A compact JWE under a passphrase: {@code PBES2-HS512+A256KW} (RFC 7518 section 4.8) with {@code
 * A256GCM}, header members exactly {@code alg cty enc p2c p2s}. Everything is checked before any
 * work is done, since {@code p2c} says how much work that will be.
 */
final class PassphraseJwe {
  static final String ALGORITHM = "PBES2-HS512+A256KW";
  static final String CONTENT_TYPE = "jwk-set+json";
  static final int MIN_ITERATIONS = 1000;
  static final int MAX_ITERATIONS = 2_000_000;

  /** As much as OWASP asks for PBKDF2 with HMAC-SHA-512 (2023). */
  static final int ITERATIONS = 210_000;

  private static final int MAX_CONTENT = 2048;
  private static final int MIN_SALT = 8;
  private static final int MAX_SALT = 64;

  private final String[] parts;
  private final byte[] salt;
  private final int iterations;
  private final String what;

  private PassphraseJwe(String[] parts, byte[] salt, int iterations, String what) {
    this.parts = parts;
    this.salt = salt;
    this.iterations = iterations;
    this.what = what;
  }

  static PassphraseJwe parse(String jwe, String what) {
    String[] parts = Compact.split(jwe, 5, what);
    JsonObject header =
        Json.parseObject(Base64Url.decode(parts[0], what + "'s header"), what + "'s header");
    header.exactly("alg", ALGORITHM);
    header.exactly("enc", "A256GCM");
    header.exactly("cty", CONTENT_TYPE);
    byte[] p2s = Base64Url.decode(header.string("p2s"), what + "'s salt");
    int p2c = (int) header.integer("p2c", MIN_ITERATIONS, MAX_ITERATIONS);
    header.end();
    if (p2s.length < MIN_SALT || p2s.length > MAX_SALT) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          what + "'s salt must have " + MIN_SALT + " to " + MAX_SALT + " bytes");
    }
    byte[] id = ALGORITHM.getBytes(StandardCharsets.US_ASCII);
    byte[] salt = new byte[id.length + 1 + p2s.length];
    System.arraycopy(id, 0, salt, 0, id.length);
    System.arraycopy(p2s, 0, salt, id.length + 1, p2s.length);
    return new PassphraseJwe(parts, salt, p2c, what);
  }

  /** The content, or null if the passphrase is wrong or the text was altered. */
  byte[] open(char[] passphrase) {
    if (passphrase.length == 0) {
      return null;
    }
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, 256);
    try {
      byte[] kek =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
      return ContentEncryption.open(parts, kek, MAX_CONTENT, what, Jca.DEFAULT);
    } catch (GeneralSecurityException e) {
      throw Failures.machine("PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }
}
