package dev.brigandine.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import javax.crypto.Cipher;

/**
 * The elements of key tensors, derived from the activation key: the inverses of an armored model's
 * locks. Vendor and customer derive the same bits ({@code docs/format.md}, "Key tensors"; HKDF of
 * RFC 5869, AES-256 in counter mode).
 *
 * <p>They do not depend on the bundle's id: with the same activation key, the same model rewritten
 * anew keeps its locks.
 *
 * <p>Thread-safe. {@link #close()} overwrites the lock key, as far as the JVM lets us; the tensors
 * handed out are the caller's to wipe.
 */
public final class KeyTensors implements AutoCloseable {
  private static final int LOCK_KEY = 64;
  private static final int STREAM_KEY = 32;

  private final Hkdf hkdf;
  private final Cipher cipher;
  private final byte[] lockKey;
  private boolean closed;

  private KeyTensors(Crypto crypto, byte[] lockKey) {
    this.hkdf = new Hkdf(crypto.hmacSha512());
    this.cipher = crypto.aesCtr();
    this.lockKey = lockKey;
  }

  /** The key tensors that belong to {@code activation}, which this does not keep. */
  public static KeyTensors derive(ActivationKey activation) {
    return derive(Crypto.best(), activation);
  }

  static KeyTensors derive(Crypto crypto, ActivationKey activation) {
    Hkdf hkdf = new Hkdf(crypto.hmacSha512());
    byte[] salt = "dev.brigandine/1".getBytes(StandardCharsets.US_ASCII);
    byte[] info = "lock key\0".getBytes(StandardCharsets.US_ASCII);
    // No lambda, as in ContentKey.
    byte[] prk =
        activation.withBytes(
            new Function<byte[], byte[]>() {
              @Override
              public byte[] apply(byte[] ikm) {
                return hkdf.extract(salt, ikm);
              }
            });
    byte[] lockKey = hkdf.expand(prk, info, LOCK_KEY);
    Arrays.fill(prk, (byte) 0);
    return new KeyTensors(crypto, lockKey);
  }

  /**
   * The elements of a key tensor.
   *
   * @param index its place among the model's key tensors, from 0
   * @return a direct buffer, little-endian, from position 0 to its limit: float32, or int64 for a
   *     permutation
   * @throws BrigandineException ({@link ErrorCode#USAGE}) for a negative index or a spec outside of
   *     its limits
   */
  public synchronized ByteBuffer tensor(int index, KeySpec spec) {
    if (closed) {
      throw new IllegalStateException("key tensors are closed");
    }
    String flaw = index < 0 ? "the index of a key tensor is 0 or more" : spec.flawOrNull();
    if (flaw != null) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          flaw + ", this one is " + index + ": " + spec.count() + " of size " + spec.size());
    }
    ByteBuffer elements =
        ByteBuffer.allocateDirect((int) spec.byteLength()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] key = hkdf.expand(lockKey, label(index, spec), STREAM_KEY);
    try (KeyStream stream = new KeyStream(cipher, key)) {
      switch (spec.kind()) {
        case SCALE -> scale(stream, (int) spec.size(), elements);
        case PERMUTE -> permute(stream, (int) spec.size(), elements);
        case MIX -> mix(stream, spec, elements);
      }
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    return elements.flip();
  }

  private static byte[] label(int index, KeySpec spec) {
    byte[] text = "key tensor\0".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer label =
        ByteBuffer.allocate(text.length + 4 + 1 + 8 + 8).order(ByteOrder.LITTLE_ENDIAN);
    label.put(text).putInt(index).put((byte) spec.kind().ordinal());
    return label.putLong(spec.count()).putLong(spec.size()).array();
  }

  private static void scale(KeyStream stream, int size, ByteBuffer out) {
    for (int i = 0; i < size; i++) {
      out.putFloat((float) stream.factor(0.5, 1.5));
    }
  }

  /** Fisher and Yates' shuffle, as of Durstenfeld (CACM 7, 1964, algorithm 235). */
  private static void permute(KeyStream stream, int size, ByteBuffer out) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    for (int i = size - 1; i > 0; i--) {
      int j = stream.below(i + 1);
      int swapped = places[i];
      places[i] = places[j];
      places[j] = swapped;
    }
    for (int place : places) {
      out.putLong(place);
    }
    Arrays.fill(places, 0);
  }

  private static void mix(KeyStream stream, KeySpec spec, ByteBuffer out) {
    try (MixMatrix matrix = new MixMatrix((int) spec.size())) {
      for (long i = 0; i < spec.count(); i++) {
        matrix.next(stream, out);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(lockKey, (byte) 0);
  }

  @Override
  public String toString() {
    return "KeyTensors[redacted]";
  }
}
