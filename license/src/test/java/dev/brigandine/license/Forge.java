package dev.brigandine.license;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/** Makes the licences that the issuer never would. */
final class Forge {
  final Fixture fixture;
  String header;
  String claims;

  /** Starts from what the issuer makes. */
  Forge(Fixture fixture) {
    this.fixture = fixture;
    String[] parts = fixture.issue().split("\\.");
    header = text(parts[0]);
    claims = text(parts[1]);
  }

  Forge header(String from, String to) {
    header = replaced(header, from, to);
    return this;
  }

  Forge claims(String from, String to) {
    claims = replaced(claims, from, to);
    return this;
  }

  /** Replaces the JWE inside. */
  Forge key(String jwe) {
    claims = replaced(claims, key(), jwe);
    return this;
  }

  String key() {
    return between(claims, "\"key\":\"", "\"");
  }

  String id() {
    return between(claims, "\"jti\":\"", "\"");
  }

  String unsigned() {
    return b64(header) + "." + b64(claims);
  }

  /** Signed by the vendor himself, so that the signature holds. */
  String signed() {
    return sign(unsigned(), "SHA256withECDSAinP1363Format", fixture.vendor.signing().privateKey());
  }

  License parsed() {
    return License.parse(signed());
  }

  static String sign(String input, String algorithm, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(input.getBytes(UTF_8));
      return input + "." + b64(signature.sign());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static String replaced(String text, String from, String to) {
    if (!text.contains(from)) {
      throw new AssertionError("no '" + from + "' in " + text);
    }
    return text.replace(from, to);
  }

  static String between(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }

  static String b64(String text) {
    return b64(text.getBytes(UTF_8));
  }

  static String b64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String text(String b64) {
    return new String(Base64.getUrlDecoder().decode(b64), UTF_8);
  }
}
