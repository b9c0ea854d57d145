package dev.brigandine.runtime.internal.local;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a frame's body, field by field. Whatever the bytes, it reads within them or throws {@link
 * MalformedFrameException}, and makes nothing larger than the frame that came.
 */
public final class Fields {
  private final ByteBuffer bytes;

  /**
   * @param bytes little-endian, from position to limit
   */
  public Fields(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  public int u8() {
    need(1);
    return Byte.toUnsignedInt(bytes.get());
  }

  public int u16() {
    need(2);
    return Short.toUnsignedInt(bytes.getShort());
  }

  public int i32() {
    need(4);
    return bytes.getInt();
  }

  public long i64() {
    need(8);
    return bytes.getLong();
  }

  /** Two bytes of length and that many of UTF-8. */
  public String text() {
    return utf8(u16());
  }

  /** Four bytes of length and that many of UTF-8. */
  public String longText() {
    return utf8(i32());
  }

  /** Four bytes of count and that many items, each of at least one byte. */
  public <T> List<T> list(int most, Function<Fields, T> item) {
    int count = i32();
    if (count < 0 || count > most || count > bytes.remaining()) {
      throw new MalformedFrameException(
          "a frame has a list of " + Integer.toUnsignedString(count) + ", the most is " + most);
    }
    List<T> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(item.apply(this));
    }
    return items;
  }

  /** That many bytes. */
  public byte[] bytes(int length) {
    need(length);
    byte[] copy = new byte[length];
    bytes.get(copy);
    return copy;
  }

  /** Sizes of axes: one byte of rank and eight of each. */
  public long[] shape() {
    int rank = u8();
    if (rank > Wire.MAX_RANK) {
      throw new MalformedFrameException("a shape has " + rank + " axes");
    }
    need(rank * 8);
    long[] shape = new long[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = bytes.getLong();
    }
    return shape;
  }

  /** Refuses bytes behind the last field. */
  public void end() {
    if (bytes.hasRemaining()) {
      throw new MalformedFrameException("a frame is longer than its fields");
    }
  }

  private String utf8(int length) {
    need(length);
    ByteBuffer text = bytes.slice().limit(length);
    bytes.position(bytes.position() + length);
    try {
      CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(text);
      return chars.toString();
    } catch (CharacterCodingException e) {
      throw new MalformedFrameException("a frame has text that is no utf-8");
    }
  }

  private void need(int length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new MalformedFrameException("a frame ends before its fields do");
    }
  }
}
