package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Hkdf;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.Jca;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Secrets that only the vendor's encryption key gives, and gives again: HKDF-SHA-512 (RFC 5869) of
 * what the key agrees with its own public half (the x coordinate of d·d·G, the square
 * Diffie-Hellman value, as hard to find without d as any other). A token computes that without
 * giving the private half out.
 */
final class VendorSecret {
  static final int LENGTH = 32;
  private static final String SALT = "dev.brigandine/1 vendor";

  private VendorSecret() {}

  static byte[] derive(
      Private256 key, String purpose, String modelId, long version, Optional<String> customer) {
    return derive(key, SALT, info(purpose, modelId, version, customer));
  }

  static byte[] derive(Private256 key, String salt, byte[] info) {
    byte[] shared;
    try {
      // Conscrypt's where there is one: the JDK's, cold, takes tens of milliseconds of a start.
      shared = key.agree(key.point(), new Jca(Crypto.best().providerOrNull()));
    } catch (GeneralSecurityException e) {
      throw Failures.machine("key agreement on P-256", e);
    }
    return expand(shared, salt, info);
  }

  /** {@code shared} is wiped. */
  static byte[] expand(byte[] shared, String salt, byte[] info) {
    byte[] prk = null;
    try {
      Hkdf hkdf = new Hkdf(Crypto.best().hmacSha512());
      prk = hkdf.extract(salt.getBytes(StandardCharsets.US_ASCII), shared);
      return hkdf.expand(prk, info, LENGTH);
    } finally {
      wipe(shared);
      wipe(prk);
    }
  }

  /** Each string behind its length, so that no two lists of arguments make the same bytes. */
  private static byte[] info(
      String purpose, String modelId, long version, Optional<String> customer) {
    byte[] first = utf8(purpose);
    byte[] second = utf8(modelId);
    byte[] third = customer.isPresent() ? utf8(customer.get()) : null;
    int length =
        4 + first.length + 4 + second.length + 8 + 1 + (third == null ? 0 : 4 + third.length);
    ByteBuffer info = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    info.putInt(first.length).put(first).putInt(second.length).put(second).putLong(version);
    if (third == null) {
      info.put((byte) 0);
    } else {
      info.put((byte) 1).putInt(third.length).put(third);
    }
    return info.array();
  }

  /** Half a surrogate pair is refused: replaced, it would be taken for a question mark. */
  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a model id or customer is not well-formed Unicode", "rename it");
    }
  }

  private static void wipe(byte[] secret) {
    if (secret != null) {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
