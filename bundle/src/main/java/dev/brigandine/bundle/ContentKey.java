package dev.brigandine.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The key under which the sections of one bundle are encrypted: HKDF-SHA-512 of the activation key
 * (RFC 5869; salt {@code dev.brigandine/1}, info {@code "content key" 0x00 bundle-id}), 32 bytes.
 *
 * <p>{@link #close()} overwrites the bytes, as far as the JVM lets us: copies that a provider or
 * the garbage collector made are out of reach.
 */
public final class ContentKey implements AutoCloseable {
  static final int LENGTH = 32;

  private final byte[] bytes;
  private boolean closed;

  private ContentKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The content key of the bundle {@code bundleId}. An activation key that belongs to another
   * bundle gives a key, too; it then fits no section.
   */
  public static ContentKey derive(ActivationKey activation, String bundleId) {
    return derive(Crypto.best(), activation, bundleId);
  }

  static ContentKey derive(Crypto crypto, ActivationKey activation, String bundleId) {
    Hkdf hkdf = new Hkdf(crypto.hmacSha512());
    byte[] salt = "dev.brigandine/1".getBytes(StandardCharsets.US_ASCII);
    byte[] info = ("content key\0" + bundleId).getBytes(StandardCharsets.US_ASCII);
    // No lambda: the first one in a process costs more than all of the derivation.
    byte[] prk =
        activation.withBytes(
            new Function<byte[], byte[]>() {
              @Override
              public byte[] apply(byte[] ikm) {
                return hkdf.extract(salt, ikm);
              }
            });
    byte[] key = hkdf.expand(prk, info, LENGTH);
    Arrays.fill(prk, (byte) 0);
    return new ContentKey(key);
  }

  /** A copy for the caller to wipe. */
  synchronized byte[] copy() {
    if (closed) {
      throw new IllegalStateException("content key is closed");
    }
    return bytes.clone();
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "ContentKey[redacted]";
  }
}
