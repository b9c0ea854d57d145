package dev.brigandine.onnx;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/** A channel that shows each piece to someone and drops it. */
record CountingChannel(Consumer<ByteBuffer> seen) implements WritableByteChannel {
  @Override
  public int write(ByteBuffer piece) {
    int length = piece.remaining();
    seen.accept(piece);
    piece.position(piece.limit());
    return length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
