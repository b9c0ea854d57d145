package dev.brigandine.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cobblestone-256 (c2sp.org/chunked-encryption): the keys of one message, and its single chunks.
 * HKDF-Expand-SHA-512 derives key, base nonce and commitment; each chunk of 16 KiB is AES-256-GCM
 * with the base nonce XOR the chunk's number; the last chunk is always shorter.
 *
 * <p>Not thread-safe. {@link #close()} wipes what this class holds; the provider's cipher keeps its
 * own copy of the AES key until it is collected.
 */
final class Cobblestone implements AutoCloseable {
  static final int CHUNK = 16 * 1024;
  static final int TAG = 16;
  static final int SEALED_CHUNK = CHUNK + TAG;
  static final int SALT = 24;
  static final int COMMITMENT = 32;
  static final int HEADER = SALT + COMMITMENT;

  /** The format's own limit: 2^38 chunks. */
  static final long MAX_PLAIN = (1L << 52) - 1;

  private static final int KEY = 32;
  private static final int NONCE = 12;
  private static final String LABEL = "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final byte[] baseNonce;
  private final byte[] nonce = new byte[NONCE];
  private final byte[] commitment;

  /** For one chunk each, or null where the cipher works in direct buffers. */
  private final byte[] heapSealed;

  private final byte[] heapPlain;

  private Cobblestone(Cipher cipher, boolean onHeap, byte[] derived) {
    this.cipher = cipher;
    this.heapSealed = onHeap ? new byte[SEALED_CHUNK] : null;
    this.heapPlain = onHeap ? new byte[CHUNK] : null;
    this.key = new SecretKeySpec(derived, 0, KEY, "AES");
    this.baseNonce = Arrays.copyOfRange(derived, KEY, KEY + NONCE);
    this.commitment = Arrays.copyOfRange(derived, KEY + NONCE, derived.length);
  }

  /**
   * Derives the keys of one message.
   *
   * @param inputKey 32 uniformly random bytes
   * @param context what the application binds the message to
   * @throws BrigandineException ({@link ErrorCode#NO_KEY_FITS}) for an input key of another length
   */
  static Cobblestone derive(Crypto crypto, byte[] inputKey, byte[] context, byte[] salt) {
    if (inputKey.length != KEY) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "an input key has " + KEY + " bytes, this one has " + inputKey.length);
    }
    byte[] label = LABEL.getBytes(StandardCharsets.US_ASCII);
    byte[] info = Arrays.copyOf(label, label.length + SALT + context.length);
    System.arraycopy(salt, 0, info, label.length, SALT);
    System.arraycopy(context, 0, info, label.length + SALT, context.length);
    byte[] derived = new Hkdf(crypto.hmacSha512()).expand(inputKey, info, KEY + NONCE + COMMITMENT);
    // The JDK's cipher takes direct buffers through arrays of its own, and leaves each of them
    // behind with plaintext in it; two of ours can be wiped.
    boolean onHeap = crypto.providerOrNull() == null;
    Cobblestone message = new Cobblestone(crypto.aesGcm(), onHeap, derived);
    Arrays.fill(derived, (byte) 0);
    return message;
  }

  /** Constant-time comparison with the commitment that stands in a file. */
  boolean commitsTo(byte[] stored) {
    return MessageDigest.isEqual(commitment, stored);
  }

  byte[] commitment() {
    return commitment.clone();
  }

  /** Encrypts chunk {@code number}: all of {@code plain}, at most 16 KiB, to {@code sealed}. */
  void seal(long number, ByteBuffer plain, ByteBuffer sealed) {
    try {
      init(Cipher.ENCRYPT_MODE, number);
      cipher.doFinal(plain, sealed);
    } catch (GeneralSecurityException e) {
      throw new BrigandineException(
          ErrorCode.INTERNAL, "encrypting a chunk failed (" + e.getClass().getName() + ")");
    }
  }

  /**
   * Decrypts chunk {@code number}. On false, {@code plain} may hold rubbish behind its position,
   * which the caller overwrites.
   */
  boolean open(long number, ByteBuffer sealed, ByteBuffer plain) {
    try {
      init(Cipher.DECRYPT_MODE, number);
      if (heapPlain == null) {
        cipher.doFinal(sealed, plain);
      } else {
        int n = sealed.remaining();
        sealed.get(heapSealed, 0, n);
        plain.put(heapPlain, 0, cipher.doFinal(heapSealed, 0, n, heapPlain, 0));
      }
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void init(int mode, long number) throws GeneralSecurityException {
    System.arraycopy(baseNonce, 0, nonce, 0, NONCE);
    for (int i = NONCE - 1; i >= NONCE - 5; i--) {
      nonce[i] ^= (byte) number;
      number >>>= 8;
    }
    cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
  }

  @Override
  public void close() {
    Arrays.fill(baseNonce, (byte) 0);
    Arrays.fill(nonce, (byte) 0);
    Arrays.fill(commitment, (byte) 0);
    if (heapPlain != null) {
      Arrays.fill(heapPlain, (byte) 0);
    }
  }

  /** Length of the encrypted message, in bytes. */
  static long sealedLength(long plainLength) {
    return HEADER + plainLength + TAG * chunksOfPlain(plainLength);
  }

  /** Length of the message in bytes, or -1 if no message has this encrypted length. */
  static long plainLength(long sealedLength) {
    long body = sealedLength - HEADER;
    if (body < TAG || body % SEALED_CHUNK < TAG) {
      return -1;
    }
    long plain = body - TAG * (body / SEALED_CHUNK + 1);
    return plain > MAX_PLAIN ? -1 : plain;
  }

  /** Chunks of a message, the short last one included. */
  static long chunksOfPlain(long plainLength) {
    return plainLength / CHUNK + 1;
  }
}
