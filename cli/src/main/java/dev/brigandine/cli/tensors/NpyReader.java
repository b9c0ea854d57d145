package dev.brigandine.cli.tensors;

import static dev.brigandine.cli.tensors.BadTensors.bad;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** One {@code .npy} array from a stream, to C order and little-endian. */
final class NpyReader {
  private static final int CHUNK = 1 << 16;

  private NpyReader() {}

  /**
   * Reads an array that is exactly {@code length} bytes long.
   *
   * @param name of the tensor
   * @param length of the file, as far as anyone claims; checked against the header before anything
   *     is allocated, and against what really comes
   * @param budget bytes that the decoded tensor may have
   */
  static Tensor read(InputStream in, String name, long length, long budget) throws IOException {
    String what = "array " + BadTensors.shown(name);
    NpyHeader header = NpyHeader.read(in, what);
    long bytes = header.dataBytes();
    if (header.length() + bytes != length) {
      throw bad(what + " wants " + bytes + " bytes of data and has " + (length - header.length()));
    }
    // A string costs an object even where it has no characters.
    long cost = Math.max(bytes, strings(header) * 8L);
    if (cost > budget || bytes > Integer.MAX_VALUE) {
      throw bad(what + " has " + cost + " bytes, more than is read", "split the input");
    }
    ByteBuffer data = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill(in, data, what);
    if (header.bigEndian()) {
      swap(data, header.type() == ElementType.STRING ? 4 : header.type().bytes());
    }
    if (header.fortranOrder() && header.shape().length > 1) {
      data = fromFortran(data, header.shape(), header.elementBytes());
    }
    if (header.type() == ElementType.STRING) {
      return Tensor.ofStrings(name, header.shape(), strings(data, header, what));
    }
    if (header.type() == ElementType.BOOL) {
      checkBools(data, what);
    }
    return Tensor.of(name, header.type(), header.shape(), data);
  }

  private static long strings(NpyHeader header) {
    return header.type() == ElementType.STRING ? Shapes.elements(header.shape()) : 0;
  }

  private static void fill(InputStream in, ByteBuffer data, String what) throws IOException {
    byte[] chunk = new byte[CHUNK];
    while (data.hasRemaining()) {
      int read = in.read(chunk, 0, Math.min(chunk.length, data.remaining()));
      if (read < 0) {
        throw bad(what + " is cut short by " + data.remaining() + " bytes");
      }
      data.put(chunk, 0, read);
    }
    if (in.read() >= 0) {
      throw bad(what + " has bytes after its end");
    }
    data.flip();
  }

  private static void swap(ByteBuffer data, int bytes) {
    for (int at = 0; at < data.limit(); at += bytes) {
      for (int i = at, j = at + bytes - 1; i < j; i++, j--) {
        byte kept = data.get(i);
        data.put(i, data.get(j));
        data.put(j, kept);
      }
    }
  }

  private static ByteBuffer fromFortran(ByteBuffer data, long[] shape, int bytes) {
    ByteBuffer target = ByteBuffer.allocateDirect(data.limit()).order(ByteOrder.LITTLE_ENDIAN);
    long[] stride = new long[shape.length];
    long step = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      stride[axis] = step;
      step *= shape[axis];
    }
    long[] index = new long[shape.length];
    long source = 0;
    for (long done = 0; done < step; done++) {
      for (int b = 0; b < bytes; b++) {
        target.put(data.get((int) (source * bytes) + b));
      }
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        source += stride[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        source -= stride[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    target.flip();
    return target;
  }

  private static List<String> strings(ByteBuffer data, NpyHeader header, String what) {
    int count = (int) Shapes.elements(header.shape());
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      int last = 0;
      for (int c = 0; c < header.characters(); c++) {
        int point = data.getInt((i * header.characters() + c) * 4);
        if (!Character.isValidCodePoint(point)) {
          throw bad(what + " has a character that is none: " + Integer.toUnsignedString(point));
        }
        text.appendCodePoint(point);
        last = point == 0 ? last : text.length();
      }
      text.setLength(last); // numpy fills up with zeros
      strings.add(text.toString());
    }
    return strings;
  }

  private static void checkBools(ByteBuffer data, String what) {
    for (int i = 0; i < data.limit(); i++) {
      if ((data.get(i) & 0xfe) != 0) {
        throw bad(what + " has a bool that is neither 0 nor 1: " + (data.get(i) & 0xff));
      }
    }
  }
}
