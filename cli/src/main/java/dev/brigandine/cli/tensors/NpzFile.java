package dev.brigandine.cli.tensors;

import static dev.brigandine.cli.tensors.BadTensors.bad;
import static dev.brigandine.cli.tensors.BadTensors.shown;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A zip of {@code NAME.npy} arrays, as {@code numpy.savez} writes it. */
final class NpzFile {
  private static final String SUFFIX = ".npy";

  /** Deflate can not shrink further than 1032 to 1, so a higher claim is a lie. */
  private static final long MAX_RATIO = 1032;

  private NpzFile() {}

  static List<Tensor> read(Path path, Limits limits) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8)) {
      if (zip.size() > limits.tensors()) {
        throw bad(path + " has " + zip.size() + " arrays, more than " + limits.tensors());
      }
      Set<String> names = new HashSet<>();
      List<Tensor> tensors = new ArrayList<>();
      long budget = limits.totalBytes();
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
        String name = name(path, entry);
        if (!names.add(name)) {
          throw bad(path + " has array " + shown(name) + " twice");
        }
        Tensor tensor = read(zip, entry, name, budget);
        budget -= bytes(tensor);
        tensors.add(tensor);
      }
      return tensors;
    } catch (ZipException | IllegalArgumentException e) {
      throw bad(path + " is no npz file that can be read", "write it with numpy.savez");
    }
  }

  private static String name(Path path, ZipEntry entry) {
    String name = entry.getName();
    if (!name.endsWith(SUFFIX)) {
      throw bad(
          path + " has an entry that is no array: " + shown(name), "write it with numpy.savez");
    }
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static Tensor read(ZipFile zip, ZipEntry entry, String name, long budget)
      throws IOException {
    long packed = entry.getCompressedSize();
    long size = entry.getSize();
    if (size < 0 || packed < 0 || size / MAX_RATIO > packed) {
      throw bad("array " + shown(name) + " claims to unpack " + packed + " to " + size + " bytes");
    }
    InputStream stream = zip.getInputStream(entry);
    if (stream == null) {
      throw bad("array " + shown(name) + " is listed, but not there");
    }
    try (InputStream in = new BufferedInputStream(stream, 1 << 16)) {
      return NpyReader.read(in, name, size, budget);
    }
  }

  private static long bytes(Tensor tensor) {
    return tensor.type() == ElementType.STRING
        ? tensor.strings().stream().mapToLong(s -> 8 + s.length() * 2L).sum()
        : tensor.data().limit();
  }

  /** The same tensors give the same bytes, on every day. */
  static void write(OutputStream out, List<Tensor> tensors) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    for (Tensor tensor : tensors) {
      ByteBuffer data = fileData(tensor);
      byte[] header = NpyHeader.write(tensor.type(), Math.max(1, longest(tensor)), tensor.shape());
      CRC32 crc = new CRC32();
      crc.update(header);
      crc.update(data.duplicate());
      ZipEntry entry = new ZipEntry(tensor.name() + SUFFIX);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize((long) header.length + data.remaining());
      entry.setCrc(crc.getValue());
      entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
      zip.putNextEntry(entry);
      zip.write(header);
      byte[] chunk = new byte[1 << 16];
      while (data.hasRemaining()) {
        int length = Math.min(chunk.length, data.remaining());
        data.get(chunk, 0, length);
        zip.write(chunk, 0, length);
      }
      zip.closeEntry();
    }
    zip.finish();
  }

  private static int longest(Tensor tensor) {
    return tensor.strings().stream().mapToInt(s -> s.codePointCount(0, s.length())).max().orElse(0);
  }

  private static ByteBuffer fileData(Tensor tensor) {
    if (tensor.type() != ElementType.STRING) {
      return tensor.data();
    }
    int width = Math.max(1, longest(tensor));
    long bytes = (long) width * 4 * tensor.strings().size();
    if (bytes > Integer.MAX_VALUE) {
      throw bad("output " + tensor.name() + " has strings too long for npz", "write a .json file");
    }
    ByteBuffer data = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < tensor.strings().size(); i++) {
      int[] points = tensor.strings().get(i).codePoints().toArray();
      for (int c = 0; c < points.length; c++) {
        data.putInt((i * width + c) * 4, points[c]);
      }
    }
    return data;
  }
}
