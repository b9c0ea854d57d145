package dev.brigandine.runtime.internal.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * Collects bytes until a frame is whole. Its memory grows with frames that really arrive, never by
 * what a length field claims. Not thread-safe.
 */
public final class FrameInbox {
  private static final int FIRST = 4 << 10;

  private final int longest;

  /** What came and was not taken: from 0 to its position. */
  private ByteBuffer bytes = direct(FIRST);

  private int frame;

  /**
   * @param longest frames beyond this many bytes are refused
   */
  public FrameInbox(int longest) {
    this.longest = longest;
  }

  /**
   * Reads once.
   *
   * @return what the channel returned; bytes read, 0 or -1
   * @throws IllegalStateException if there is a whole frame that was not taken
   */
  public int fill(ReadableByteChannel channel) throws IOException {
    if (!bytes.hasRemaining()) {
      if (bytes.capacity() >= longest) {
        throw new IllegalStateException("the frame at hand was not taken");
      }
      ByteBuffer larger = direct(Math.min(longest, bytes.capacity() * 4));
      bytes.flip();
      bytes = larger.put(bytes);
    }
    return channel.read(bytes);
  }

  /**
   * Whether a whole frame is at hand.
   *
   * @throws MalformedFrameException if what is there begins no frame
   */
  public boolean ready() {
    if (bytes.position() < Wire.HEADER) {
      return false;
    }
    int length = bytes.getInt(0);
    if (length < Wire.HEADER || length > longest) {
      throw new MalformedFrameException(
          "a frame has length " + Integer.toUnsignedString(length) + ", the most is " + longest);
    }
    if (bytes.getShort(6) != 0) {
      throw new MalformedFrameException("a frame's reserved bytes are not zero");
    }
    frame = length;
    return bytes.position() >= length;
  }

  /** The type of the frame at hand. */
  public int type() {
    return Short.toUnsignedInt(bytes.getShort(4));
  }

  /** The body of the frame at hand; good until {@link #take}. */
  public Fields body() {
    ByteBuffer body = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return new Fields(body.limit(frame).position(Wire.HEADER));
  }

  /** Drops the frame at hand. */
  public void take() {
    if (bytes.position() == frame) {
      bytes.clear();
    } else {
      bytes.flip().position(frame);
      bytes.compact();
    }
    frame = 0;
  }

  /** Whether nothing is left over. */
  public boolean isEmpty() {
    return bytes.position() == 0;
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
