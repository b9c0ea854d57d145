package dev.brigandine.runtime;

import dev.brigandine.runtime.internal.local.Wire;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes tensors one behind the other into the shared file: small ones are gathered, so that a run
 * mostly costs one call of the system. Not thread-safe.
 */
final class RegionWriter {
  private static final int GATHERED = 64 << 10;
  private static final int LARGE = 16 << 10;

  private final ByteBuffer staging =
      ByteBuffer.allocateDirect(GATHERED).order(ByteOrder.nativeOrder());
  private FileChannel file;
  private long base;

  void begin(FileChannel shared) {
    file = shared;
    base = 0;
    staging.clear();
  }

  /** Writes {@code data} from position to limit, which it moves; where it begins in the file. */
  long put(Buffer data) throws IOException {
    long offset = Wire.align(base + staging.position());
    if (offset - base > staging.capacity()) {
      flush();
    }
    staging.position((int) (offset - base));
    if (data instanceof ByteBuffer bytes && bytes.isDirect() && bytes.remaining() >= LARGE) {
      flush();
      base = offset + bytes.remaining();
      writeAll(file, bytes, offset);
      return offset;
    }
    while (data.hasRemaining()) {
      if (staging.remaining() < Long.BYTES) {
        flush();
      }
      gather(data);
    }
    return offset;
  }

  void flush() throws IOException {
    int length = staging.position();
    writeAll(file, staging.flip(), base);
    staging.clear();
    base += length;
  }

  private static void writeAll(FileChannel file, ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  /** As much as there is room for. */
  private void gather(Buffer data) {
    int unit;
    int count;
    ByteBuffer room = staging.slice().order(ByteOrder.nativeOrder());
    if (data instanceof ByteBuffer from) {
      unit = 1;
      count = Math.min(from.remaining(), room.remaining());
      room.put(0, from, from.position(), count);
    } else if (data instanceof LongBuffer from) {
      unit = Long.BYTES;
      count = Math.min(from.remaining(), room.remaining() / unit);
      room.asLongBuffer().put(0, from, from.position(), count);
    } else if (data instanceof FloatBuffer from) {
      unit = Float.BYTES;
      count = Math.min(from.remaining(), room.remaining() / unit);
      room.asFloatBuffer().put(0, from, from.position(), count);
    } else if (data instanceof IntBuffer from) {
      unit = Integer.BYTES;
      count = Math.min(from.remaining(), room.remaining() / unit);
      room.asIntBuffer().put(0, from, from.position(), count);
    } else if (data instanceof DoubleBuffer from) {
      unit = Double.BYTES;
      count = Math.min(from.remaining(), room.remaining() / unit);
      room.asDoubleBuffer().put(0, from, from.position(), count);
    } else {
      ShortBuffer from = (ShortBuffer) data;
      unit = Short.BYTES;
      count = Math.min(from.remaining(), room.remaining() / unit);
      room.asShortBuffer().put(0, from, from.position(), count);
    }
    data.position(data.position() + count);
    staging.position(staging.position() + count * unit);
  }
}
