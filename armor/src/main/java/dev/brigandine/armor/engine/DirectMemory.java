package dev.brigandine.armor.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * Direct buffers for weights, small ones cut from shared pieces: a direct buffer of its own for
 * each of a thousand biases would cost more than the biases.
 */
final class DirectMemory {
  private static final int PIECE = 1 << 18;
  private static final int ALIGNMENT = 64;

  private ByteBuffer piece = ByteBuffer.allocateDirect(0);

  /** An empty buffer of this capacity, aligned for any element type. */
  ByteBuffer take(int bytes) {
    if (bytes > PIECE / 4) {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    int aligned = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (piece.remaining() < aligned) {
      piece = ByteBuffer.allocateDirect(PIECE);
    }
    ByteBuffer taken = piece.slice(piece.position(), bytes).order(ByteOrder.nativeOrder());
    piece.position(piece.position() + aligned);
    return taken;
  }

  /** A channel that fills a buffer. */
  static WritableByteChannel into(ByteBuffer target) {
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        if (length > target.remaining()) {
          throw new IOException("a weight wrote more than it has");
        }
        target.put(source);
        return length;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
