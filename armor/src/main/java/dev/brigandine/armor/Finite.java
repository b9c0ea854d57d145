package dev.brigandine.armor;

import dev.brigandine.onnx.graph.Constant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** Whether a tensor has neither NaN nor infinity. */
final class Finite implements WritableByteChannel {
  private final int width;
  private final int mask;
  private int high;
  private int at;
  private boolean finite = true;

  private Finite(int width, int mask) {
    this.width = width;
    this.mask = mask;
  }

  /** Streams it; the exponent's bits are all in the two most significant bytes. */
  static boolean all(Constant constant) throws IOException {
    Finite finite =
        switch (constant.elementType()) {
          case 1 -> new Finite(4, 0x7f80);
          case 11 -> new Finite(8, 0x7ff0);
          case 10 -> new Finite(2, 0x7c00);
          case 16 -> new Finite(2, 0x7f80);
          default -> null;
        };
    if (finite != null) {
      constant.elements().writeTo(finite);
    }
    return finite == null || finite.finite;
  }

  @Override
  public int write(ByteBuffer source) {
    ByteBuffer bytes = source.order(ByteOrder.LITTLE_ENDIAN);
    int n = bytes.remaining();
    while (bytes.hasRemaining()) {
      int next = bytes.get() & 0xff;
      at++;
      if (at == width - 1) {
        high = next;
      } else if (at == width) {
        finite &= ((next << 8 | high) & mask) != mask;
        at = 0;
      }
    }
    return n;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
