package dev.brigandine.audit.files;

import dev.brigandine.audit.files.KnownContent.Hits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
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
  private final KnownContent.Search searchOrNull;
  private final StreamScan scan;

  /**
   * A scanner of any number of files.
   *
   * @param known whose weights and names are looked for
   * @param progress told of the bytes read
   */
  FileScanner(Optional<KnownContent> known, LongConsumer progress) {
    searchOrNull = known.map(KnownContent::search).orElse(null);
    scan = new StreamScan(searchOrNull, progress);
  }

  /**
   * Scans one file; if the thread is interrupted, up to there.
   *
   * @throws IOException if it can't be read
   */
  StreamScan.Finding scan(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      StreamScan.Source source = source(channel);
      int first = scan.begin(source);
      return scan.scan(file.toString(), channel.size(), first, source);
    }
  }

  /** Of the known content, what all files scanned so far held. */
  Optional<Hits> hits() {
    return Optional.ofNullable(searchOrNull).map(KnownContent.Search::hits);
  }

  /** Reads a channel without wrapping the buffer anew for each block. */
  static StreamScan.Source source(FileChannel channel) {
    return new StreamScan.Source() {
      private ByteBuffer wrapped = ByteBuffer.allocate(0);

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        if (wrapped.array() != into) {
          wrapped = ByteBuffer.wrap(into);
        }
        return channel.read(wrapped.limit(offset + length).position(offset));
      }
    };
  }

  /** For those who need no hits. */
  static List<Sighting> sightings(Path file) throws IOException {
    return new FileScanner(Optional.empty(), n -> {}).scan(file).sightings();
  }
}
