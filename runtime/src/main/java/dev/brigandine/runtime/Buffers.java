package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory outside the heap for decrypted sections, wiped when it is given back. Java frees such
 * memory only when its garbage collector comes by, so the parts of a large model share it from
 * here.
 */
final class Buffers {
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 16);

  private final List<ByteBuffer> free = new ArrayList<>();

  /** A buffer of at least {@code length} bytes, limited to that; what it holds is undefined. */
  ByteBuffer take(long length) {
    if (length > Integer.MAX_VALUE - 64) {
      throw new BrigandineException(ErrorCode.TAMPERED, "a section is larger than 2 GiB");
    }
    synchronized (free) {
      for (int i = 0; i < free.size(); i++) {
        ByteBuffer candidate = free.get(i);
        if (candidate.capacity() >= length && candidate.capacity() / 2 <= length) {
          free.remove(i);
          candidate.clear().limit((int) length);
          return candidate;
        }
      }
    }
    try {
      return ByteBuffer.allocateDirect((int) length).order(ByteOrder.nativeOrder());
    } catch (OutOfMemoryError e) {
      throw new BrigandineException(
          ErrorCode.IO,
          "there is no room for " + (length >> 20) + " MiB of weights outside the Java heap",
          "raise -XX:MaxDirectMemorySize (by default as large as the heap, -Xmx)");
    }
  }

  /** Wipes {@code buffer} and keeps it for the next {@link #take}. */
  void giveBack(ByteBuffer buffer) {
    wipe(buffer);
    synchronized (free) {
      free.add(buffer);
    }
  }

  /** Overwrites the whole buffer with zeros. */
  static void wipe(ByteBuffer buffer) {
    buffer.clear();
    ByteBuffer zeros = ZEROS.duplicate();
    while (buffer.hasRemaining()) {
      zeros.clear().limit(Math.min(zeros.capacity(), buffer.remaining()));
      buffer.put(zeros);
    }
    buffer.clear();
  }
}
