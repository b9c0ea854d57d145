package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory outside the heap for decrypted sections. Java frees such memory only when its garbage
 * collector comes by, so the parts of a large model share it from here. {@link #close} wipes all of
 * it, handed back or not, on every way out of opening a model.
 */
final class Buffers implements AutoCloseable {
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 16);

  private final List<ByteBuffer> all = new ArrayList<>();
  private final List<ByteBuffer> free = new ArrayList<>();

  /** A buffer of at least {@code length} bytes, limited to that; what it holds is undefined. */
  ByteBuffer take(long length) {
    if (length > Integer.MAX_VALUE) {
      throw new BrigandineException(ErrorCode.TAMPERED, "a section is larger than 2 GiB");
    }
    synchronized (this) {
      for (int i = 0; i < free.size(); i++) {
        ByteBuffer candidate = free.get(i);
        if (candidate.capacity() >= length && candidate.capacity() / 2 <= length) {
          free.remove(i);
          candidate.clear().limit((int) length);
          return candidate;
        }
      }
    }
    ByteBuffer fresh = allocate((int) length);
    synchronized (this) {
      all.add(fresh);
    }
    return fresh;
  }

  /** Lets the next {@link #take} overwrite {@code buffer}. */
  synchronized void giveBack(ByteBuffer buffer) {
    free.add(buffer);
  }

  /** Overwrites every buffer with zeros, on all processors. */
  @Override
  public void close() {
    ByteBuffer[] buffers;
    synchronized (this) {
      buffers = all.toArray(new ByteBuffer[0]);
      all.clear();
      free.clear();
    }
    Workers.forEach(
        buffers.length,
        Runtime.getRuntime().availableProcessors(),
        new Workers.Task() {
          @Override
          public void run(int i) {
            wipe(buffers[i]);
          }
        });
  }

  private static ByteBuffer allocate(int length) {
    try {
      return ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
    } catch (OutOfMemoryError e) {
      throw new BrigandineException(
          ErrorCode.IO,
          "there is no room for " + (length >> 20) + " MiB of weights outside the Java heap",
          "raise -XX:MaxDirectMemorySize (by default as large as the heap, -Xmx)");
    }
  }

  static void wipe(ByteBuffer buffer) {
    buffer.clear();
    ByteBuffer zeros = ZEROS.duplicate();
    while (buffer.hasRemaining()) {
      zeros.clear().limit(Math.min(zeros.capacity(), buffer.remaining()));
      buffer.put(zeros);
    }
  }
}
