package dev.brigandine.bundle;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The 32 bytes from which a bundle's content key, and later its lock keys, derive. It travels only
 * inside JWEs: one in the manifest for the vendor, one in each licence for a device.
 *
 * <p>{@link #close()} overwrites the bytes. That is best effort: a garbage collector may have moved
 * the array before, so this class does not promise that no copy is left in the heap.
 */
public final class ActivationKey implements AutoCloseable {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;
  private boolean closed;

  private ActivationKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A fresh random key. */
  public static ActivationKey generate(SecureRandom random) {
    byte[] fresh = new byte[LENGTH];
    random.nextBytes(fresh);
    return new ActivationKey(fresh);
  }

  /**
   * A key from its bytes, which are copied; wiping the argument is up to the caller.
   *
   * @throws BrigandineException ({@link ErrorCode#NO_KEY_FITS}) unless there are exactly {@value
   *     #LENGTH} bytes
   */
  public static ActivationKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "an activation key has " + LENGTH + " bytes, this one has " + bytes.length);
    }
    return new ActivationKey(bytes.clone());
  }

  /**
   * Hands a copy of the bytes to {@code use} and wipes the copy afterwards. {@code use} must not
   * keep it.
   */
  public <T> T withBytes(Function<byte[], T> use) {
    byte[] copy;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("activation key is closed");
      }
      copy = bytes.clone();
    }
    try {
      return use.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** Constant-time comparison. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ActivationKey that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /** The same for all keys, so that it tells nothing. */
  @Override
  public int hashCode() {
    return ActivationKey.class.hashCode();
  }

  @Override
  public String toString() {
    return "ActivationKey[redacted]";
  }
}
