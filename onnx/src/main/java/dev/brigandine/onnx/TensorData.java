package dev.brigandine.onnx;

import com.google.protobuf.ByteString;
import dev.brigandine.onnx.graph.Elements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A tensor's elements in the layout of raw_data, wherever they are. */
sealed interface TensorData {
  /** Bytes that {@link #writeTo} writes. */
  long length();

  void writeTo(WritableByteChannel target) throws IOException;

  /** In memory: small ones. */
  record InHeap(ByteString bytes) implements TensorData {
    @Override
    public long length() {
      return bytes.size();
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      Slices.writeFully(target, bytes.asReadOnlyByteBuffer());
    }
  }

  /** In a file, already in the layout of raw_data: packed floats are, too. */
  record InFile(Path file, long fileSize, long offset, long length) implements TensorData {
    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      Slices.each(file, fileSize, offset, length, piece -> Slices.writeFully(target, piece));
    }
  }

  /** Computed when they are asked for, by whoever made the graph; their number is held to. */
  record Computed(Elements elements) implements TensorData {
    @Override
    public long length() {
      return elements.byteLength();
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      Measured measured = new Measured(target, length());
      elements.writeTo(measured);
      measured.finish();
    }
  }

  /** The other way round. */
  record Stored(TensorData data) implements Elements {
    @Override
    public long byteLength() {
      return data.length();
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      data.writeTo(target);
    }
  }

  /**
   * In a file as varints, of each of which the lowest {@code width} bytes count.
   *
   * @param encoded bytes in the file
   * @param count of varints, which has been checked
   */
  record Varints(Path file, long fileSize, long offset, long encoded, long count, int width)
      implements TensorData {
    private static final int PIECE = 1 << 16;

    /** How many varints there are, by the bytes without the continuation bit; -1 if cut short. */
    static long count(Path file, long fileSize, long offset, long encoded) throws IOException {
      long[] ends = {0};
      byte[] last = {-1};
      Slices.each(
          file,
          fileSize,
          offset,
          encoded,
          piece -> {
            while (piece.hasRemaining()) {
              last[0] = piece.get();
              ends[0] += last[0] >= 0 ? 1 : 0;
            }
          });
      return last[0] >= 0 ? ends[0] : -1;
    }

    @Override
    public long length() {
      return count * width;
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      Decoder decoder = new Decoder(target);
      Slices.each(file, fileSize, offset, encoded, decoder);
      decoder.finish();
    }

    private final class Decoder implements Slices.Sink {
      private final WritableByteChannel target;
      private final ByteBuffer out = ByteBuffer.allocate(PIECE);
      private long value;
      private int shift;
      private long written;

      Decoder(WritableByteChannel target) {
        this.target = target;
      }

      @Override
      public void accept(ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
          byte next = piece.get();
          if (shift >= 70) {
            throw new OnnxException(
                "bad-tensor", file + " holds a number of more than ten bytes in a tensor", null);
          }
          value |= shift < 64 ? (long) (next & 0x7f) << shift : 0;
          shift += 7;
          if (next >= 0) {
            put();
          }
        }
      }

      private void put() throws IOException {
        if (out.remaining() < width) {
          Slices.writeFully(target, out.flip());
          out.clear();
        }
        for (int i = 0; i < width; i++) {
          out.put((byte) (value >>> 8 * i));
        }
        value = 0;
        shift = 0;
        written++;
      }

      void finish() throws IOException {
        if (written != count || shift != 0) {
          throw Slices.changed(file);
        }
        Slices.writeFully(target, out.flip());
      }
    }
  }
}
