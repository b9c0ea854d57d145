package dev.brigandine.runtime.internal.local;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes frames, one at a time, into memory that is used again. Not thread-safe. */
public final class FrameOut {
  private static final int FIRST = 4 << 10;

  private final int longest;
  private ByteBuffer bytes = direct(FIRST);

  /**
   * @param longest of a frame, header included
   */
  public FrameOut(int longest) {
    this.longest = longest;
  }

  /** Drops what was there and begins a frame. */
  public FrameOut begin(int type) {
    bytes.clear();
    bytes.putInt(0).putShort((short) type).putShort((short) 0);
    return this;
  }

  public FrameOut u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  public FrameOut u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  public FrameOut i32(int value) {
    room(4).putInt(value);
    return this;
  }

  public FrameOut i64(long value) {
    room(8).putLong(value);
    return this;
  }

  /** Cut if it is longer than two bytes of length tell. */
  public FrameOut text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > 0xffff) {
      return text(text.substring(0, 0xffff / 4));
    }
    return u16(utf8.length).bytes(utf8);
  }

  public FrameOut longText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return i32(utf8.length).bytes(utf8);
  }

  public FrameOut bytes(byte[] raw) {
    room(raw.length).put(raw);
    return this;
  }

  /** One byte of rank and eight of each axis. */
  public FrameOut shape(long[] shape) {
    u8(shape.length);
    for (long axis : shape) {
      i64(axis);
    }
    return this;
  }

  public <T> FrameOut list(List<T> items, BiConsumer<FrameOut, T> item) {
    i32(items.size());
    for (T one : items) {
      item.accept(this, one);
    }
    return this;
  }

  /** The whole frame, to be sent at once. */
  public ByteBuffer end() {
    bytes.putInt(0, bytes.position());
    return bytes.flip();
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      long wanted = (long) bytes.position() + more;
      if (wanted > longest) {
        throw new MalformedFrameException("a frame would be longer than " + longest + " bytes");
      }
      int size = (int) Math.min(longest, Math.max(wanted, 2L * bytes.capacity()));
      bytes = direct(size).put(bytes.flip());
    }
    return bytes;
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
