package dev.brigandine.audit.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * Scans single files in one pass each: model formats by signature and shape at any offset, what the
 * bytes are like, and a known model's weights and names. For one thread; holds some hundred
 * kilobytes whatever the file's size, besides the known content.
 *
 * <p>Not guaranteed: that a model is found which is encrypted, compressed in a way not known, or
 * XORed with a long key; nor that what is told is a model that runs.
 */
final class FileScanner {
  private final StreamScan scan;

  /**
   * A scanner of any number of files.
   *
   * @param progress told of the bytes read
   */
  FileScanner(LongConsumer progress) {
    scan = new StreamScan(progress);
  }

  /**
   * Scans one file; if the thread is interrupted, up to there.
   *
   * @param searchOrNull takes note of known content
   * @throws IOException if it can't be read
   */
  StreamScan.Finding scan(Path file, KnownContent.Search searchOrNull) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      StreamScan.Source source = source(channel);
      int first = scan.begin(source);
      return scan.scan(file.toString(), channel.size(), first, source, searchOrNull);
    }
  }

  /** Reads a channel; an interruption ends it, and stays to be seen. */
  static StreamScan.Source source(FileChannel channel) {
    return new StreamScan.Source() {
      private ByteBuffer wrapped = ByteBuffer.allocate(0);

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        if (wrapped.array() != into) {
          wrapped = ByteBuffer.wrap(into);
        }
        try {
          return channel.read(wrapped.limit(offset + length).position(offset));
        } catch (ClosedByInterruptException e) {
          return -1;
        }
      }
    };
  }
}
