package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a caller shares. He may write to it or cut it off at any moment, so it is read and
 * written by calls of the system, never mapped: a file cut off is then a short read, where a
 * mapping would be a fault in the middle of anything. Not thread-safe.
 */
final class SharedRegion implements AutoCloseable {
  private static final int CHUNK = 1 << 20;

  private final int id;
  private final Path path;
  private final FileChannel file;
  private final long size;
  private boolean named = true;

  SharedRegion(int id, Path path, FileChannel file, long size) {
    this.id = id;
    this.path = path;
    this.file = file;
    this.size = size;
  }

  int id() {
    return id;
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Takes its name away: from now on nobody finds it who has it not open. */
  void unlink() throws IOException {
    if (named) {
      named = false;
      Files.deleteIfExists(path);
    }
  }

  /**
   * Fills {@code into}.
   *
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) if the caller cut the file off
   */
  void read(ByteBuffer into, long offset) throws IOException {
    long at = offset;
    while (into.hasRemaining()) {
      int read = file.read(into, at);
      if (read < 0) {
        throw new BrigandineException(
            ErrorCode.BAD_INPUT, "the shared file was cut off before byte " + size, null);
      }
      at += read;
    }
  }

  /** Writes from position to limit, and leaves both as they are. */
  void write(ByteBuffer from, long offset) throws IOException {
    ByteBuffer rest = from.duplicate();
    int end = rest.limit();
    long at = offset;
    while (rest.position() < end) {
      // Java copies what is on its heap through memory that each thread keeps, as large as needed.
      int length = rest.isDirect() ? end - rest.position() : Math.min(CHUNK, end - rest.position());
      rest.limit(rest.position() + length);
      at += file.write(rest, at);
      rest.limit(end);
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      unlink();
    }
  }
}
