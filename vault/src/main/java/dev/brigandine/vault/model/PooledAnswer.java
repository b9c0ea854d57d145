package dev.brigandine.vault.model;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Outputs, or a caller's part of them, in memory that goes back to the pool with the last part. */
final class PooledAnswer implements Answer {
  /** The memory of one run. */
  static final class Memory {
    private final List<ByteBuffer> buffers;
    private final BufferPool pool;
    private final AtomicInteger parts;

    Memory(List<ByteBuffer> buffers, BufferPool pool, int parts) {
      this.buffers = buffers;
      this.pool = pool;
      this.parts = new AtomicInteger(parts);
    }

    void release() {
      if (parts.decrementAndGet() == 0) {
        buffers.forEach(pool::giveBack);
      }
    }
  }

  private final List<Tensor> outputs;
  private final long version;
  private final Memory memory;
  private boolean closed;

  PooledAnswer(List<Tensor> outputs, long version, Memory memory) {
    this.outputs = outputs;
    this.version = version;
    this.memory = memory;
  }

  @Override
  public List<Tensor> outputs() {
    if (closed) {
      throw new IllegalStateException("the answer is closed");
    }
    return outputs;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory.release();
    }
  }
}
