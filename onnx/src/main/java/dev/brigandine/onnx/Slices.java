package dev.brigandine.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reading a stretch of a file in bounded pieces. */
final class Slices {
  private static final int PIECE = 1 << 18;

  /** What to do with each piece. */
  interface Sink {
    void accept(ByteBuffer piece) throws IOException;
  }

  private Slices() {}

  /**
   * Passes {@code length} bytes from {@code offset} to {@code sink}.
   *
   * @throws OnnxException ({@code file-changed}) if the file no longer has {@code fileSize} bytes
   */
  static void each(Path file, long fileSize, long offset, long length, Sink sink)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != fileSize) {
        throw changed(file);
      }
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, length));
      long position = offset;
      long end = offset + length;
      while (position < end) {
        piece.clear().limit((int) Math.min(piece.capacity(), end - position));
        int read = channel.read(piece, position);
        if (read < 0) {
          throw changed(file);
        }
        position += read;
        sink.accept(piece.flip());
      }
    }
  }

  static void writeFully(WritableByteChannel target, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  static OnnxException changed(Path file) {
    return new OnnxException(
        "file-changed",
        file + " changed while it was read",
        "leave the model's files alone until it is done");
  }
}
