package dev.brigandine.audit.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * An IDX file of bytes, as MNIST and its like come: two zeros, the type 8, the number of axes,
 * their sizes as 32-bit numbers, then the bytes; packed by gzip if its name says so.
 *
 * @param shape sizes of the axes
 * @param bytes in C order
 */
public record IdxFile(int[] shape, byte[] bytes) {
  private static final int UNSIGNED_BYTES = 8;
  private static final int MAX_AXES = 4;

  /** One GiB. */
  private static final long MAX_BYTES = 1L << 30;

  /**
   * Reads a file.
   *
   * @throws IOException if it is no such file, is cut, goes on after its end, or has more than a
   *     GiB
   */
  public static IdxFile read(Path file) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream in =
            file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw) {
      return read(new DataInputStream(in));
    } catch (EOFException e) {
      throw new IOException(file + " is cut", e);
    } catch (IOException e) {
      throw new IOException(file + " is no IDX file: " + e.getMessage(), e);
    }
  }

  static IdxFile read(DataInputStream in) throws IOException {
    int magic = in.readInt();
    int axes = magic & 0xff;
    if (magic >>> 8 != UNSIGNED_BYTES || axes < 1 || axes > MAX_AXES) {
      throw new IOException("it does not begin as one of unsigned bytes");
    }
    int[] shape = new int[axes];
    long count = 1;
    for (int i = 0; i < axes; i++) {
      shape[i] = in.readInt();
      if (shape[i] < 1 || (count *= shape[i]) > MAX_BYTES) {
        throw new IOException("its axes are empty or too long");
      }
    }
    // Grows with what comes, so that a false size costs nothing.
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    if (in.read() >= 0) {
      throw new IOException("it goes on after its end");
    }
    return new IdxFile(shape, bytes);
  }

  /** How many items. */
  public int count() {
    return shape[0];
  }

  /** How many bytes an item has. */
  public int each() {
    return bytes.length / shape[0];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdxFile file
        && Arrays.equals(shape, file.shape)
        && Arrays.equals(bytes, file.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "IdxFile" + Arrays.toString(shape);
  }
}
