package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all requests together may take up: bodies while they arrive, and the tensors read from them.
 * Who finds none left is told to come again.
 */
final class Memory {
  private static final int KEPT = 16;
  private static final int BLOCK = 256 * 1024;
  private static final int ALIGNMENT = 64;

  private final long most;
  private final AtomicLong used = new AtomicLong();
  private final BlockingQueue<ByteBuffer> blocks = new ArrayBlockingQueue<>(KEPT);

  Memory(long most) {
    this.most = most;
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#OVERLOADED})
   */
  void take(long bytes) {
    if (!tryTake(bytes)) {
      throw none();
    }
  }

  boolean tryTake(long bytes) {
    if (used.addAndGet(bytes) > most) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void give(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Bytes taken at the moment. */
  long used() {
    return used.get();
  }

  Arena arena() {
    return new Arena();
  }

  private static BrigandineException none() {
    return new BrigandineException(
        ErrorCode.OVERLOADED, "too many large requests are under way", "send it again in a second");
  }

  /**
   * Direct buffers for one request's tensors, aligned for vector instructions. Small ones share a
   * block that serves one request after another.
   */
  final class Arena implements AutoCloseable {
    private ByteBuffer block;
    private int next;
    private long taken;
    private boolean dropped;

    /**
     * A little-endian buffer; what is in it is whatever was there.
     *
     * @throws BrigandineException ({@link ErrorCode#OVERLOADED})
     */
    ByteBuffer allocate(long bytes) {
      if (bytes <= BLOCK / 4) {
        if (block == null) {
          block = block();
        }
        if (next + bytes <= BLOCK) {
          ByteBuffer part = block.slice(next, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
          next += (int) (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
          return part;
        }
      }
      if (bytes > Integer.MAX_VALUE - ALIGNMENT) {
        throw new BrigandineException(
            ErrorCode.TOO_LARGE, "a tensor of " + bytes + " bytes is too large", null);
      }
      reserve(bytes);
      return direct((int) bytes);
    }

    /**
     * Counts what somebody else allocates.
     *
     * @throws BrigandineException ({@link ErrorCode#OVERLOADED})
     */
    void reserve(long bytes) {
      take(bytes);
      taken += bytes;
    }

    /** Keeps the block from being used again: somebody may still read it. */
    void drop() {
      dropped = true;
    }

    @Override
    public void close() {
      give(taken);
      taken = 0;
      if (block != null && !dropped) {
        blocks.offer(block);
      }
      block = null;
    }

    private ByteBuffer block() {
      ByteBuffer kept = blocks.poll();
      return kept == null ? direct(BLOCK) : kept;
    }

    private ByteBuffer direct(int bytes) {
      try {
        ByteBuffer whole = ByteBuffer.allocateDirect(bytes + ALIGNMENT);
        int pad = (ALIGNMENT - whole.alignmentOffset(0, ALIGNMENT)) % ALIGNMENT;
        return whole.slice(pad, bytes).order(ByteOrder.LITTLE_ENDIAN);
      } catch (OutOfMemoryError e) {
        // Thrown before anything was allocated, by the limit on direct buffers.
        throw none();
      }
    }
  }
}
