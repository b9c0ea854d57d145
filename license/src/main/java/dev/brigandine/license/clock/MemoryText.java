package dev.brigandine.license.clock;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.bundle.Hkdf;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Compact;
import dev.brigandine.license.jose.Json;
import dev.brigandine.license.jose.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One memory as text: a compact JWS (RFC 7515) with HS512 under a key that derives from the device
 * key, so that what another device wrote, or somebody by hand, is told from our own. Kind and
 * subject are inside, so that one memory is not taken for another. Written and read here in its one
 * spelling, without a library: it is read on the way to the first answer.
 */
final class MemoryText {
  static final int MAX_LENGTH = 1024;
  static final long MAX_VALUE = (1L << 53) - 1;
  private static final String HEADER = encode("{\"alg\":\"HS512\",\"typ\":\"brig-memory+jwt\"}");
  private static final String WHAT = "the memory";

  private final byte[] key;

  /** {@code secret} is the device key's for this purpose; wiped here. */
  MemoryText(byte[] secret) {
    // RFC 7518 section 3.2 asks for a key as long as the hash.
    key =
        new Hkdf(Crypto.best().hmacSha512())
            .extract("dev.brigandine/1 memory".getBytes(StandardCharsets.US_ASCII), secret);
    Arrays.fill(secret, (byte) 0);
  }

  String write(MemoryKind kind, String subject, long value, long counter) {
    String payload =
        "{\"kind\":\""
            + kind.word
            + "\",\"sub\":\""
            + subject
            + "\",\"value\":"
            + value
            + ",\"counter\":"
            + counter
            + "}";
    String signed = HEADER + "." + encode(payload);
    return signed + "." + Base64Url.encode(tag(signed));
  }

  /** Present or edited. */
  Recall read(String text, MemoryKind kind, String subject) {
    try {
      String[] parts = Compact.split(text, 3, WHAT);
      byte[] tag = Base64Url.decode(parts[2], WHAT + "'s tag");
      if (!parts[0].equals(HEADER) || !MessageDigest.isEqual(tag, tag(parts[0] + "." + parts[1]))) {
        return Recall.EDITED;
      }
      JsonObject payload = Json.parseObject(Base64Url.decode(parts[1], WHAT), WHAT);
      payload.exactly("kind", kind.word);
      payload.exactly("sub", subject);
      long value = payload.integer("value", 0, MAX_VALUE);
      long counter = payload.integer("counter", 0, MAX_VALUE);
      payload.end();
      return Recall.of(value, counter);
    } catch (BrigandineException e) {
      return Recall.EDITED;
    }
  }

  private byte[] tag(String signed) {
    try {
      Mac mac = Crypto.best().hmacSha512();
      mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
      return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw dev.brigandine.license.jose.Failures.machine(e);
    }
  }

  private static String encode(String text) {
    return Base64Url.encode(text.getBytes(StandardCharsets.US_ASCII));
  }

  void wipe() {
    Arrays.fill(key, (byte) 0);
  }
}
