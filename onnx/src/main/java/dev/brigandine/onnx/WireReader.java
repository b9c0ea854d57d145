package dev.brigandine.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Reads protobuf's wire format from a file front to back, never holding more of it than one buffer.
 * Every read is bounded by the end of the enclosing message. Groups, which ONNX has none of, are
 * refused.
 *
 * <p>Source: protobuf.dev/programming-guides/encoding.
 */
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private long bufferStart;

  WireReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
  }

  long size() {
    return size;
  }

  long position() {
    return bufferStart + buffer.position();
  }

  /** Field number and wire type, as an unsigned 32-bit varint with a field number above 0. */
  int tag(long end) throws IOException {
    long tag = varint(end);
    int type = (int) (tag & 7);
    if (tag >>> 32 != 0 || tag >>> 3 == 0) {
      throw malformed("an impossible field number");
    }
    if (type != VARINT && type != FIXED64 && type != LENGTH && type != FIXED32) {
      throw malformed("wire type " + type);
    }
    return (int) tag;
  }

  long varint(long end) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet(end);
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw malformed("a number of more than ten bytes");
  }

  /** The length of a delimited field, checked against the end of its message. */
  long length(long end) throws IOException {
    long length = varint(end);
    require(length, end);
    return length;
  }

  /** {@code length} bytes; the caller has checked that the heap has room for them. */
  byte[] bytes(int length, long end) throws IOException {
    require(length, end);
    byte[] bytes = new byte[length];
    int done = Math.min(length, buffer.remaining());
    buffer.get(bytes, 0, done);
    if (done < length) {
      long from = position();
      readFully(ByteBuffer.wrap(bytes, done, length - done), from);
      seek(from + length - done);
    }
    return bytes;
  }

  void skip(long length, long end) throws IOException {
    require(length, end);
    if (length <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) length);
    } else {
      seek(position() + length);
    }
  }

  OnnxException malformed(String what) {
    return new OnnxException(
        "not-onnx",
        file + " is no onnx model: " + what + " before byte " + position(),
        "give the .onnx file itself, as the exporter wrote it");
  }

  private int octet(long end) throws IOException {
    if (position() >= end) {
      throw beyond(end);
    }
    if (!buffer.hasRemaining()) {
      long from = position();
      int wanted = (int) Math.min(BUFFER, size - from);
      bufferStart = from;
      buffer.clear().limit(wanted);
      readFully(buffer, from);
      buffer.flip();
    }
    return buffer.get() & 0xff;
  }

  private void require(long length, long end) throws OnnxException {
    if (length < 0 || length > end - position()) {
      throw beyond(end);
    }
  }

  private OnnxException beyond(long end) {
    if (end < size) {
      return malformed("a field that is longer than its message");
    }
    return new OnnxException(
        "truncated",
        file + " is cut short or no onnx model: it ends within a field, at byte " + size,
        "copy or download the file again and compare its size");
  }

  private void seek(long position) {
    bufferStart = position;
    buffer.position(0).limit(0);
  }

  private void readFully(ByteBuffer target, long from) throws IOException {
    while (target.hasRemaining()) {
      int read = channel.read(target, from);
      if (read < 0) {
        throw Slices.changed(file);
      }
      from += read;
    }
  }
}
