package dev.brigandine.bundle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;

/**
 * The manifest's signature: a detached JWS (RFC 7515 appendix F) with unencoded payload (RFC 7797),
 * ES256, whose protected header has one spelling only and names the signer's key. Any JOSE library
 * verifies it.
 *
 * <p>A header of one fixed form leaves nothing to interpret: no other algorithm, no key from
 * elsewhere, no extension. It also spares a JOSE and a JSON library at start-up (some 50 ms).
 */
final class DetachedJws {
  private static final String BEFORE_X =
      "{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"],"
          + "\"jwk\":{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"";
  private static final String BEFORE_Y = "\",\"y\":\"";
  private static final String BEFORE_KID = "\"},\"kid\":\"";
  private static final String AFTER_KID = "\",\"typ\":\"brig+jws\"}";
  private static final int CHARS = 43;
  private static final int HEADER =
      BEFORE_X.length() + BEFORE_Y.length() + BEFORE_KID.length() + AFTER_KID.length() + 3 * CHARS;
  private static final int HEADER_BASE64 = (HEADER * 4 + 2) / 3;

  /** Every signature of format version 1 has this length in bytes. */
  static final int LENGTH = HEADER_BASE64 + 2 + 86;

  private DetachedJws() {}

  /**
   * Signs {@code payload}.
   *
   * @throws BrigandineException ({@link ErrorCode#BAD_SIGNATURE}) if the key's halves do not match
   */
  static byte[] sign(byte[] payload, SigningKey key) {
    P256 point = P256.check(P256.point(key.publicKey()));
    String header =
        Base64Url.encode(header(point, point.keyId()).getBytes(StandardCharsets.US_ASCII));
    byte[] start = (header + ".").getBytes(StandardCharsets.US_ASCII);
    byte[] raw;
    try {
      Signature signature = key.signature("SHA256withECDSA");
      signature.initSign(key.privateKey());
      signature.update(start);
      signature.update(payload);
      raw = P256.toRaw(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE,
          "signing failed (" + e.getClass().getSimpleName() + ")",
          "the private key must be an EC key on P-256 whose provider is installed");
    }
    if (raw == null || !point.verifies(Crypto.jdk(), raw, start, payload)) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE, "the signing key's public half does not match its private half");
    }
    return (header + ".." + Base64Url.encode(raw)).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Verifies a signature by the key in its own header, and tells whose it is. Whether that signer
   * is to be trusted is the caller's question.
   *
   * @throws BrigandineException ({@link ErrorCode#BAD_SIGNATURE}) unless all is as specified
   */
  static P256 verify(Crypto crypto, byte[] jws, byte[] payload) {
    if (jws.length != LENGTH) {
      throw bad("the signature has " + jws.length + " bytes, it should have " + LENGTH);
    }
    String text = new String(jws, StandardCharsets.ISO_8859_1);
    String encoded = text.substring(0, HEADER_BASE64);
    byte[] header = Base64Url.decode(encoded, HEADER);
    if (header == null || !text.startsWith("..", HEADER_BASE64)) {
      throw bad("the signature is no detached jws of this format");
    }
    P256 point = point(new String(header, StandardCharsets.ISO_8859_1));
    byte[] raw = Base64Url.decode(text.substring(HEADER_BASE64 + 2), P256.SIGNATURE);
    if (raw == null) {
      throw bad("the signature value is not 64 bytes in base64url");
    }
    byte[] start = new byte[HEADER_BASE64 + 1];
    System.arraycopy(jws, 0, start, 0, start.length);
    if (!point.verifies(crypto, raw, start, payload)) {
      throw bad("the signature does not match the manifest");
    }
    return point;
  }

  private static P256 point(String header) {
    int atX = BEFORE_X.length();
    int atY = atX + CHARS + BEFORE_Y.length();
    byte[] x = Base64Url.decode(header.substring(atX, atX + CHARS), P256.COORDINATE);
    byte[] y = Base64Url.decode(header.substring(atY, atY + CHARS), P256.COORDINATE);
    if (x == null || y == null) {
      throw bad("the signature header is not of the form that the format prescribes");
    }
    P256 point = P256.point(x, y);
    if (point == null) {
      throw bad("the signer's key is not a point on P-256");
    }
    if (!header.equals(header(point, point.keyId()))) {
      throw bad("the signature header is not of the form that the format prescribes");
    }
    return point;
  }

  private static String header(P256 point, SignerId id) {
    return new StringBuilder(HEADER)
        .append(BEFORE_X)
        .append(Base64Url.encode(point.x()))
        .append(BEFORE_Y)
        .append(Base64Url.encode(point.y()))
        .append(BEFORE_KID)
        .append(id.thumbprint())
        .append(AFTER_KID)
        .toString();
  }

  private static BrigandineException bad(String message) {
    return new BrigandineException(
        ErrorCode.BAD_SIGNATURE, message, "get a fresh copy of the bundle from its vendor");
  }
}
