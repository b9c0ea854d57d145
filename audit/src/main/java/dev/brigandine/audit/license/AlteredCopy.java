package dev.brigandine.audit.license;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A copy of a bundle that is altered in place, and put right again, by position. */
final class AlteredCopy implements AutoCloseable {
  private static final int BLOCK = 1 << 20;

  private final Path original;
  private final Path path;
  private final FileChannel file;
  private final long size;

  AlteredCopy(Path original, Path copy) throws IOException {
    this.original = original;
    this.path = Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
    this.file = FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.size = file.size();
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Doing it again undoes it. */
  void flip(long position, int bit) throws IOException {
    byte[] one = read(position, 1);
    one[0] ^= (byte) (1 << bit);
    write(position, one);
  }

  byte[] read(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException("the copy ends early");
      }
    }
    return bytes.array();
  }

  void write(long position, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      file.write(rest, position + rest.position());
    }
  }

  /** Doing it again undoes it. The two must not overlap. */
  void swap(long one, long other, long length) throws IOException {
    for (long at = 0; at < length; at += BLOCK) {
      int n = (int) Math.min(BLOCK, length - at);
      byte[] first = read(one + at, n);
      write(one + at, read(other + at, n));
      write(other + at, first);
    }
  }

  /** Copies from another file, and leaves the rest as it is. */
  void take(Path other, long from, long to, long length) throws IOException {
    try (FileChannel source = FileChannel.open(other, StandardOpenOption.READ)) {
      ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, length));
      for (long at = 0; at < length; at += block.limit()) {
        block.clear().limit((int) Math.min(block.capacity(), length - at));
        while (block.hasRemaining()) {
          if (source.read(block, from + at + block.position()) < 0) {
            throw new EOFException(other.getFileName() + " ends early");
          }
        }
        write(to + at, block.array().length == block.limit() ? block.array() : head(block));
      }
    }
  }

  private static byte[] head(ByteBuffer block) {
    byte[] head = new byte[block.limit()];
    block.flip().get(head);
    return head;
  }

  /** That stretch as the vendor made it. */
  void restore(long from, long length) throws IOException {
    take(original, from, from, length);
  }

  void append(byte[] bytes) throws IOException {
    write(size, bytes);
  }

  /** Also takes back what was appended; what is cut off is gone. */
  void cut(long length) throws IOException {
    file.truncate(length);
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(path);
  }
}
