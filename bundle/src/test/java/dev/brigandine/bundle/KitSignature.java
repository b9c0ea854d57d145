package dev.brigandine.bundle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Vectors with a fault in the signature or its header; all else fits. */
final class KitSignature {
  private static final String ALG = "\"alg\":\"ES256\"";
  private static final String KID_A = SignerId.of(Forge.A.publicKey()).thumbprint();
  private static final String KID_B = SignerId.of(Forge.B.publicKey()).thumbprint();

  private KitSignature() {}

  static void fill(Kit.Box box) {
    box.from(401);
    header(box, "alg-none", ALG, "\"alg\":\"none\"");
    jws(box, "alg-none-unsigned", KitSignature::unsigned);
    jws(box, "alg-hs256-by-public-key", KitSignature::hmac);
    header(box, "alg-hs256", ALG, "\"alg\":\"HS256\"");
    header(box, "alg-rs256", ALG, "\"alg\":\"RS256\"");
    header(box, "alg-es384", ALG, "\"alg\":\"ES384\"");
    header(box, "alg-es256k", ALG, "\"alg\":\"ES256K\"");
    header(box, "alg-lower-case", ALG, "\"alg\":\"es256\"");
    header(box, "alg-missing", ALG + ",", "");
    header(box, "alg-doubled", ALG, ALG + "," + ALG);
    header(box, "b64-true", "\"b64\":false", "\"b64\":true");
    header(box, "b64-missing", "\"b64\":false,", "");
    header(box, "b64-as-string", "\"b64\":false", "\"b64\":\"false\"");
    header(box, "crit-missing", "\"crit\":[\"b64\"],", "");
    header(box, "crit-empty", "\"crit\":[\"b64\"]", "\"crit\":[]");
    header(box, "crit-other", "\"crit\":[\"b64\"]", "\"crit\":[\"exp\"]");
    header(box, "crit-more", "\"crit\":[\"b64\"]", "\"crit\":[\"b64\",\"exp\"]");
    header(box, "member-more", "{\"alg\"", "{\"aaa\":1,\"alg\"");
    header(box, "member-jku", ",\"typ\"", ",\"jku\":\"https://example.org/k\",\"typ\"");
    header(box, "member-x5c", ",\"typ\"", ",\"x5c\":[\"AAAA\"],\"typ\"");
    header(
        box,
        "members-reordered",
        "\"alg\":\"ES256\",\"b64\":false",
        "\"b64\":false,\"alg\":\"ES256\"");
    header(box, "space", "{\"alg\"", "{ \"alg\"");
    header(box, "typ-missing", ",\"typ\":\"brig+jws\"", "");
    header(box, "typ-jwt", "\"typ\":\"brig+jws\"", "\"typ\":\"JWT\"");
    header(box, "typ-same-length", "brig+jws", "brig+jwt");
    header(box, "kid-missing", "\"kid\":\"" + KID_A + "\",", "");
    header(box, "kid-of-another", KID_A, KID_B);
    header(box, "jwk-private", "\"kty\":\"EC\"", "\"d\":\"AAAA\",\"kty\":\"EC\"");
    header(box, "jwk-p-384", "\"crv\":\"P-256\"", "\"crv\":\"P-384\"");
    header(box, "jwk-okp", "\"kty\":\"EC\"", "\"kty\":\"OK\"");
    header(box, "jwk-use", "\"kty\":\"EC\"", "\"kty\":\"EC\",\"use\":\"sig\"");
    header(box, "jwk-of-another", x(Forge.A), x(Forge.B));
    header(box, "jwk-x-off-the-curve", x(Forge.A), Base64Url.encode(bytes(1)));
    header(box, "jwk-x-above-the-prime", x(Forge.A), Base64Url.encode(bytes(0xff)));
    header(box, "jwk-x-short", x(Forge.A), x(Forge.A).substring(1));
    header(
        box,
        "jwk-x-stray-bits",
        x(Forge.A),
        x(Forge.A).substring(0, 42) + (char) (x(Forge.A).charAt(42) + 1));
    box.refused(
        "signature-jwk-swapped-whole", "bad-signature", f -> f.header = h -> f.headerOf(Forge.B));
    raw(box, "zero", s -> new byte[64]);
    raw(box, "all-ones", s -> filled(64));
    raw(box, "r-zero", s -> zeroed(s, 0));
    raw(box, "s-zero", s -> zeroed(s, 32));
    raw(box, "bit-flipped", s -> KitPrefix.set(s, 40));
    raw(
        box,
        "swapped-r-and-s",
        s -> KitPrefix.concat(Arrays.copyOfRange(s, 32, 64), Arrays.copyOf(s, 32)));
    raw(box, "cut", s -> Arrays.copyOf(s, 63));
    raw(box, "longer", s -> Arrays.copyOf(s, 65));
    raw(box, "der", P256::toDer);
    raw(box, "empty", s -> new byte[0]);
    jws(box, "padded", s -> s + "==");
    jws(box, "newline", s -> s + "\n");
    jws(box, "stray-bits", KitSignature::strayBits);
    jws(box, "plain-base64", s -> s.substring(0, s.length() - 3) + "+/A");
    jws(box, "payload-attached", s -> s.replace("..", ".e30."));
    jws(box, "one-dot", s -> s.replace("..", "."));
    jws(box, "three-dots", s -> s.replace("..", "..."));
    jws(box, "header-empty", s -> s.substring(s.indexOf('.')));
    jws(
        box,
        "json-serialization",
        s -> "{\"protected\":\"" + s.replace("..", "\",\"signature\":\"") + "\"}");
    jws(box, "zero-bytes", s -> "\0".repeat(s.length()));
    box.refused(
        "signature-of-another-manifest",
        "bad-signature",
        f -> f.file = b -> edit(b, "\"version\":3", "\"version\":2"));
    box.refused(
        "signature-of-another-customer",
        "bad-signature",
        f -> f.file = b -> edit(b, "north", "south"));
  }

  private static void header(Kit.Box box, String name, String from, String to) {
    box.refused("signature-" + name, "bad-signature", f -> f.header(from, to));
  }

  private static void raw(Kit.Box box, String name, Function<byte[], byte[]> how) {
    box.refused("signature-value-" + name, "bad-signature", f -> f.rawSignature = how);
  }

  private static void jws(Kit.Box box, String name, UnaryOperator<String> how) {
    box.refused("signature-" + name, "bad-signature", f -> f.jws = how);
  }

  private static String unsigned(String jws) {
    return Base64Url.encode("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII)) + "..";
  }

  /** The old confusion: an HMAC whose key is the public key. (Over no payload; the form fails.) */
  private static String hmac(String jws) {
    String header =
        Base64Url.encode(
            "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}"
                .getBytes(StandardCharsets.US_ASCII));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Forge.A.publicKey().getEncoded(), "HmacSHA256"));
      byte[] tag = mac.doFinal((header + ".").getBytes(StandardCharsets.US_ASCII));
      return header + ".." + Base64Url.encode(tag);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** 64 bytes leave four unused bits in the last of 86 characters. */
  private static String strayBits(String jws) {
    char last = jws.charAt(jws.length() - 1);
    return jws.substring(0, jws.length() - 1) + (char) (last + 1);
  }

  private static String x(SigningKey key) {
    return Base64Url.encode(P256.point(key.publicKey()).x());
  }

  private static byte[] bytes(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static byte[] zeroed(byte[] raw, int from) {
    Arrays.fill(raw, from, from + 32, (byte) 0);
    return raw;
  }

  private static byte[] edit(byte[] file, String from, String to) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }
}
