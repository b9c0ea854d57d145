package dev.brigandine.vault.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory outside the heap that runs use again, of all models together: what Java allocates there is
 * cleared first, and freed only when its garbage collector comes by. What a buffer holds when it is
 * taken is what another run left in it: whoever takes one writes all of what he shows.
 */
final class BufferPool {
  private static final int SMALLEST = 10;
  private static final int CLASSES = 31 - SMALLEST;
  private static final int ALIGNMENT = 64;

  private final long limit;
  private final AtomicLong kept = new AtomicLong();

  /** By powers of two, from 1 KiB. */
  private final ConcurrentLinkedDeque<ByteBuffer>[] free = classes();

  /**
   * @param limit bytes that are kept while nobody needs them
   */
  BufferPool(long limit) {
    this.limit = limit;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ConcurrentLinkedDeque<ByteBuffer>[] classes() {
    ConcurrentLinkedDeque[] classes = new ConcurrentLinkedDeque[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      classes[i] = new ConcurrentLinkedDeque<>();
    }
    return classes;
  }

  long limit() {
    return limit;
  }

  /**
   * Position 0, limit {@code bytes}, in the machine's order.
   *
   * @throws OutOfMemoryError if there is no room outside the heap
   */
  ByteBuffer take(int bytes) {
    int size = sizeClass(bytes);
    if (size >= CLASSES) {
      return allocate(bytes).limit(bytes);
    }
    ByteBuffer buffer = free[size].pollFirst();
    if (buffer == null) {
      buffer = allocate(1 << (size + SMALLEST));
    } else {
      kept.addAndGet(-buffer.capacity());
    }
    return buffer.clear().limit(bytes);
  }

  /** {@code buffer} is as {@link #take} gave it, no slice; nobody uses it any more. */
  void giveBack(ByteBuffer buffer) {
    int size = sizeClass(buffer.capacity());
    if (size >= CLASSES || buffer.capacity() != 1 << (size + SMALLEST)) {
      return;
    }
    if (kept.addAndGet(buffer.capacity()) > limit) {
      kept.addAndGet(-buffer.capacity());
    } else {
      free[size].addFirst(buffer);
    }
  }

  /** Overwrites what nobody has, and keeps it no longer. */
  void wipe() {
    for (ConcurrentLinkedDeque<ByteBuffer> each : free) {
      for (ByteBuffer buffer = each.pollFirst(); buffer != null; buffer = each.pollFirst()) {
        kept.addAndGet(-buffer.capacity());
        buffer.clear();
        while (buffer.remaining() >= Long.BYTES) {
          buffer.putLong(0);
        }
      }
    }
  }

  /** Which class has at least {@code bytes}. */
  private static int sizeClass(int bytes) {
    return bytes <= 1 << SMALLEST ? 0 : 32 - SMALLEST - Integer.numberOfLeadingZeros(bytes - 1);
  }

  private static ByteBuffer allocate(int bytes) {
    if (bytes > Integer.MAX_VALUE - 2 * ALIGNMENT) {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    int room = bytes + 2 * ALIGNMENT;
    ByteBuffer aligned = ByteBuffer.allocateDirect(room).alignedSlice(ALIGNMENT);
    return aligned.slice(0, bytes).order(ByteOrder.nativeOrder());
  }
}
