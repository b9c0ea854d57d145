package dev.brigandine.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Memory for answers, used again once an answer is closed. Safe for all threads. */
final class OutputBuffers {
  private static final int LEAST_BITS = 12;
  private static final long MOST_KEPT = 64L << 20;

  private final List<ArrayDeque<ByteBuffer>> bySize = new ArrayList<>();
  private long kept;

  OutputBuffers() {
    for (int bits = LEAST_BITS; bits <= Integer.SIZE; bits++) {
      bySize.add(new ArrayDeque<>());
    }
  }

  /** At least so many bytes, from 0, in the machine's order. */
  ByteBuffer take(int size) {
    int bits = bits(size);
    synchronized (this) {
      ByteBuffer buffer = bySize.get(bits - LEAST_BITS).pollLast();
      if (buffer != null) {
        kept -= buffer.capacity();
        return buffer.clear();
      }
    }
    int capacity = bits == Integer.SIZE - 1 ? Integer.MAX_VALUE : 1 << bits;
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
  }

  synchronized void give(ByteBuffer buffer) {
    if (kept + buffer.capacity() <= MOST_KEPT) {
      kept += buffer.capacity();
      bySize.get(bits(buffer.capacity()) - LEAST_BITS).addLast(buffer);
    }
  }

  private static int bits(int size) {
    return Math.max(LEAST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size) - 1));
  }
}
