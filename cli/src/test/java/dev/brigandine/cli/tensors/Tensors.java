package dev.brigandine.cli.tensors;

import dev.brigandine.bundle.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What the tests of this package are made of. */
final class Tensors {
  private Tensors() {}

  static Tensor floats(String name, long[] shape, float... values) {
    ByteBuffer data = direct(values.length * 4);
    for (float value : values) {
      data.putFloat(value);
    }
    return Tensor.of(name, ElementType.FLOAT32, shape, data.flip());
  }

  static Tensor doubles(String name, double... values) {
    ByteBuffer data = direct(values.length * 8);
    for (double value : values) {
      data.putDouble(value);
    }
    return Tensor.of(name, ElementType.FLOAT64, new long[] {values.length}, data.flip());
  }

  static Tensor longs(String name, long... values) {
    ByteBuffer data = direct(values.length * 8);
    for (long value : values) {
      data.putLong(value);
    }
    return Tensor.of(name, ElementType.INT64, new long[] {values.length}, data.flip());
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static List<TensorSpec> declare(String... namesAndTypes) {
    List<TensorSpec> specs = new java.util.ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      specs.add(new TensorSpec(namesAndTypes[i], namesAndTypes[i + 1], List.of()));
    }
    return specs;
  }

  /** An npy file of version 1.0 with this dictionary. */
  static byte[] npy(String dictionary, byte... data) {
    byte[] text = (dictionary + "\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file =
        ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text).put(data);
    return file.array();
  }

  static Path npz(Path path, String entry, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
    }
    return Files.write(path, bytes.toByteArray());
  }
}
