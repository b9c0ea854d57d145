package dev.brigandine.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Passes on a fixed number of bytes, in pieces of bounded size, and refuses more or fewer. */
final class Measured implements WritableByteChannel {
  private static final int PIECE = 1 << 18;

  private final WritableByteChannel target;
  private final long length;
  private long left;

  Measured(WritableByteChannel target, long length) {
    this.target = target;
    this.length = length;
    this.left = length;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int all = source.remaining();
    if (all > left) {
      throw wrong("more");
    }
    int end = source.limit();
    while (source.position() < end) {
      source.limit(Math.min(end, source.position() + PIECE));
      Slices.writeFully(target, source);
    }
    left -= all;
    return all;
  }

  /** Called once all should have been written. */
  void finish() throws OnnxException {
    if (left > 0) {
      throw wrong("fewer");
    }
  }

  private OnnxException wrong(String what) {
    return new OnnxException(
        "bad-tensor", "a computed tensor gave " + what + " than its " + length + " bytes", null);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
