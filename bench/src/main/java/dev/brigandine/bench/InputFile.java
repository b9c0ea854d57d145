package dev.brigandine.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * How the parent hands inputs to both children: a count, then name, type, shape and elements of
 * each tensor, big-endian lengths before everything. Reading it loads next to no class, so that the
 * children's time is the engine's. No lambda and no string concatenation here: each costs a cold
 * JVM some 20 ms on its first use.
 */
final class InputFile {
  private static final int MAX_COUNT = 4096;
  private static final int MAX_RANK = 64;

  private InputFile() {}

  static void write(Path file, List<BenchInput> inputs) throws IOException {
    try (OutputStream raw = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(raw))) {
      out.writeInt(inputs.size());
      for (BenchInput input : inputs) {
        writeText(out, input.name());
        writeText(out, input.type());
        out.writeInt(input.shape().size());
        for (long size : input.shape()) {
          out.writeLong(size);
        }
        if (input.strings() != null) {
          out.writeInt(input.strings().size());
          for (String text : input.strings()) {
            writeText(out, text);
          }
        } else {
          byte[] data = new byte[input.data().limit()];
          input.data().duplicate().rewind().get(data);
          out.writeInt(data.length);
          out.write(data);
        }
      }
    }
  }

  static List<BenchInput> read(String file) throws IOException {
    try (FileInputStream raw = new FileInputStream(file);
        DataInputStream in = new DataInputStream(new BufferedInputStream(raw, 1 << 16))) {
      int bound = (int) Math.min(Integer.MAX_VALUE - 8, raw.getChannel().size());
      int count = size(in, MAX_COUNT);
      List<BenchInput> inputs = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        String name = readText(in, bound);
        String type = readText(in, bound);
        int rank = size(in, MAX_RANK);
        Long[] shape = new Long[rank];
        for (int axis = 0; axis < rank; axis++) {
          shape[axis] = in.readLong();
        }
        if (type.equals("string")) {
          int length = size(in, bound);
          List<String> strings = new ArrayList<>();
          for (int s = 0; s < length; s++) {
            strings.add(readText(in, bound));
          }
          inputs.add(BenchInput.ofStrings(name, List.of(shape), strings));
        } else {
          byte[] data = new byte[size(in, bound)];
          in.readFully(data);
          ByteBuffer direct = ByteBuffer.allocateDirect(data.length).order(ByteOrder.nativeOrder());
          direct.put(data).flip();
          inputs.add(BenchInput.of(name, type, List.of(shape), direct));
        }
      }
      if (in.read() >= 0) {
        throw new IOException("the input file has bytes after its last tensor");
      }
      return inputs;
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in, int bound) throws IOException {
    byte[] bytes = new byte[size(in, bound)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int size(DataInputStream in, int bound) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > bound) {
      throw new IOException("the input file has a length out of range");
    }
    return size;
  }
}
