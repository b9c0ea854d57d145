package dev.brigandine.bundle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** A reading thread's buffers. They hold ciphertext only, so nobody has to wipe them. */
final class Staging {
  /** Chunks per read: some 1 MiB, so that system calls do not count. */
  static final int CHUNKS = 64;

  private static final int COPY = 64 * 1024;

  private final byte[] copy;
  final ByteBuffer sealed;

  Staging(long sectionLength) {
    int capacity = (int) Math.min(sectionLength, CHUNKS * Cobblestone.SEALED_CHUNK);
    sealed = ByteBuffer.allocateDirect(capacity);
    copy = new byte[Math.min(capacity, COPY)];
  }

  boolean fits(long sectionLength) {
    return sealed.capacity() >= Math.min(sectionLength, CHUNKS * Cobblestone.SEALED_CHUNK);
  }

  /**
   * Feeds all of {@code bytes} to the digest without moving its position. By pieces of our own: the
   * JDK takes a direct buffer in 4 KiB pieces, which is slow until compiled.
   */
  void digest(MessageDigest digest, ByteBuffer bytes) {
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      int n = Math.min(copy.length, rest.remaining());
      rest.get(copy, 0, n);
      digest.update(copy, 0, n);
    }
  }
}
