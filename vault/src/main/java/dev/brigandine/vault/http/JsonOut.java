package dev.brigandine.vault.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** JSON on its way out, as bytes. Whoever writes sees to the commas. */
final class JsonOut {
  private static final int FIRST = 16 * 1024;
  private static final int KEPT_BYTES = 512 * 1024;
  private static final int MUCH = 256 * 1024;
  private static final int MOST = Integer.MAX_VALUE - 64;
  private static final BlockingQueue<byte[]> KEPT = new ArrayBlockingQueue<>(16);

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Sink sink;
  private byte[] bytes;
  private int size;
  private boolean flushed;

  /** Where it goes if there is much of it; opened when the first of it goes there. */
  interface Sink {
    OutputStream open() throws IOException;
  }

  private JsonOut(byte[] bytes, Sink sink) {
    this.bytes = bytes;
    this.sink = sink;
  }

  /** All of it stays in memory. */
  static JsonOut open() {
    return open(null);
  }

  /** What {@link #spill} finds to be much goes to the sink. */
  static JsonOut open(Sink sink) {
    byte[] kept = KEPT.poll();
    return new JsonOut(kept == null ? new byte[FIRST] : kept, sink);
  }

  /** Sends what there is, if that is much and there is a sink. */
  void spill() {
    if (size >= MUCH && sink != null) {
      try {
        sink.open().write(bytes, 0, size);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      flushed = true;
      size = 0;
    }
  }

  /** Whether some of it went to the sink. */
  boolean isSpilt() {
    return flushed;
  }

  /** Gives the memory to the next; nothing may be written or read after. */
  void release() {
    if (bytes.length <= KEPT_BYTES) {
      KEPT.offer(bytes);
    }
    bytes = new byte[0];
    size = 0;
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /** Text that is JSON already. */
  JsonOut raw(String ascii) {
    room(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[size++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  JsonOut raw(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  JsonOut integer(long value) {
    room(20);
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        return raw("-9223372036854775808");
      }
      bytes[size++] = '-';
      return integer(-value);
    }
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    return this;
  }

  /**
   * A number; what JSON has no number for is a string, as in protobuf's JSON: {@code "NaN"}, {@code
   * "Infinity"}, {@code "-Infinity"}.
   */
  JsonOut number(float value) {
    if (!Float.isFinite(value)) {
      return raw('"').raw(Float.toString(value)).raw('"');
    }
    room(FloatText.LONGEST);
    size = FloatText.write(value, bytes, size);
    return this;
  }

  /** As {@link #number(float)}. */
  JsonOut number(double value) {
    if (!Double.isFinite(value)) {
      return raw('"').raw(Double.toString(value)).raw('"');
    }
    return raw(Double.toString(value));
  }

  JsonOut string(String text) {
    return utf8(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A string whose UTF-8 is there; takes it from the buffer. */
  JsonOut utf8(ByteBuffer text) {
    room(text.remaining() * 6L + 2);
    bytes[size++] = '"';
    while (text.hasRemaining()) {
      byte c = text.get();
      if (c == '"' || c == '\\') {
        bytes[size++] = '\\';
        bytes[size++] = c;
      } else if (c >= 0 && c < ' ') {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[c >> 4];
        bytes[size++] = HEX[c & 15];
      } else {
        bytes[size++] = c;
      }
    }
    bytes[size++] = '"';
    return this;
  }

  private void room(long more) {
    if (size + more <= bytes.length) {
      return;
    }
    if (size + more > MOST) {
      throw new dev.brigandine.bundle.BrigandineException(
          dev.brigandine.bundle.ErrorCode.TOO_LARGE,
          "the answer is larger than 2 GiB",
          "ask for its outputs as binary data, or for fewer of them");
    }
    long wanted = Math.max(bytes.length * 2L, size + more);
    bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, MOST));
  }
}
