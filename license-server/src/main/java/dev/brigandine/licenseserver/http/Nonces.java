package dev.brigandine.licenseserver.http;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Challenges without memory: time, 16 random bytes, and HMAC-SHA-256 of both under a key that all
 * processes on one database share, cut to 16 bytes. One says that its proof was made in the last
 * five minutes; that it is used once it does not say, which is what {@code seq} is for.
 */
final class Nonces {
  static final long SECONDS = 300;

  /** Processes on several machines do not agree on the time to the second. */
  private static final long AHEAD = 60;

  private static final int SIGNED = Long.BYTES + 16;
  private static final int LENGTH = SIGNED + 16;
  private static final byte[] LABEL = {'b', 'r', 'i', 'g', ' ', 'n', 'o', 'n', 'c', 'e'};

  /** To be copied: making one anew asks every provider. */
  private final Mac keyed;

  private final Clock clock;
  private final SecureRandom random;

  Nonces(byte[] key, Clock clock, SecureRandom random) {
    this.keyed = keyed(key);
    this.clock = clock;
    this.random = random;
  }

  String fresh() {
    byte[] filling = new byte[16];
    random.nextBytes(filling);
    byte[] signed =
        ByteBuffer.allocate(SIGNED).putLong(clock.instant().getEpochSecond()).put(filling).array();
    byte[] nonce = Arrays.copyOf(signed, LENGTH);
    System.arraycopy(mac(signed), 0, nonce, SIGNED, LENGTH - SIGNED);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
  }

  /** Refuses with {@code stale-nonce} what is not ours or too old. */
  void check(String text) {
    byte[] nonce;
    try {
      nonce = text.length() > 64 ? new byte[0] : Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      nonce = new byte[0];
    }
    if (nonce.length == LENGTH) {
      byte[] mac = Arrays.copyOf(mac(Arrays.copyOf(nonce, SIGNED)), LENGTH - SIGNED);
      if (MessageDigest.isEqual(mac, Arrays.copyOfRange(nonce, SIGNED, LENGTH))) {
        long age = clock.instant().getEpochSecond() - ByteBuffer.wrap(nonce).getLong();
        if (age >= -AHEAD && age < SECONDS) {
          return;
        }
      }
    }
    throw new ProblemException(
        new Problem(
            401,
            "stale-nonce",
            "the proof's nonce is not this server's, or older than five minutes",
            "sign again with the nonce in the header Brig-Nonce"));
  }

  private byte[] mac(byte[] signed) {
    try {
      Mac mac = (Mac) keyed.clone();
      mac.update(LABEL);
      return mac.doFinal(signed);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the provider's HmacSHA256 cannot be copied", e);
    }
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
