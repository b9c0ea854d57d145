package dev.brigandine.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;

/** A section as a stream of authenticated chunks. Once it failed it keeps failing. */
final class SectionChannel implements ReadableByteChannel {
  private final SectionReader reader;
  private final Cobblestone message;
  private final long chunks;
  private final ByteBuffer sealed = ByteBuffer.allocateDirect(Cobblestone.SEALED_CHUNK);
  private final ByteBuffer plain = ByteBuffer.allocateDirect(Cobblestone.CHUNK);
  private long next;
  private BrigandineException failure;
  private boolean closed;

  SectionChannel(SectionReader reader, Cobblestone message, long chunks) {
    this.reader = reader;
    this.message = message;
    this.chunks = chunks;
    plain.limit(0);
  }

  @Override
  public synchronized int read(ByteBuffer dst) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (failure != null) {
      throw new BrigandineException(
          failure.code(), failure.getMessage(), failure.hint().orElse(null), failure);
    }
    if (!dst.hasRemaining()) {
      return 0;
    }
    while (!plain.hasRemaining()) {
      if (next == chunks) {
        return -1;
      }
      fill();
    }
    int n = Math.min(dst.remaining(), plain.remaining());
    dst.put(plain.slice().limit(n));
    plain.position(plain.position() + n);
    return n;
  }

  private void fill() {
    plain.clear();
    boolean done = false;
    try {
      reader.chunk(message, next++, sealed, plain);
      done = true;
    } catch (IOException e) {
      throw failure = reader.failed(e);
    } catch (BrigandineException e) {
      throw failure = e;
    } finally {
      if (!done) {
        SectionReader.zero(plain, 0);
        plain.limit(0);
      } else {
        plain.flip();
      }
    }
  }

  @Override
  public synchronized boolean isOpen() {
    return !closed;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      message.close();
      plain.clear();
      while (plain.hasRemaining()) {
        plain.put((byte) 0);
      }
    }
  }
}
