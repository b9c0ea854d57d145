package dev.brigandine.audit.files;

import dev.brigandine.audit.result.FoundModel.Exposure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One pass over a stream: signatures, kinds of bytes, known content. It holds one block and its
 * predecessor's end; the buffer serves for any number of streams, one after the other.
 */
final class StreamScan {
  /** Where the bytes come from. */
  @FunctionalInterface
  interface Source {
    /** As {@link java.io.InputStream#read(byte[], int, int)}. */
    int read(byte[] into, int offset, int length) throws IOException;
  }

  private static final int TAIL = KnownContent.Search.TAIL;
  private static final int BLOCK = 128 << 10;

  /** Runs of trained-looking numbers are told of from here on. */
  static final long TELLING = 1 << 20;

  /** Smaller files are not tried for keys: a model has some kilobytes. */
  private static final int VEILABLE = 16 << 10;

  private final byte[] buffer = new byte[TAIL + BLOCK];
  private final LongConsumer progress;

  /**
   * What a stream is made of.
   *
   * @param bytes that were read
   * @param cut whether the thread was interrupted before the stream's end
   */
  record Finding(long bytes, List<Sighting> sightings, Content content, boolean cut) {}

  /**
   * For streams to come.
   *
   * @param progress told of the bytes read, block by block
   */
  StreamScan(LongConsumer progress) {
    this.progress = progress;
  }

  /** The first block of a stream, for its kind to be told before it is scanned. */
  int begin(Source source) throws IOException {
    return fill(source, 0);
  }

  /**
   * Scans a whole stream, of which the first block was read by {@link #begin}.
   *
   * @param name of the file
   * @param size of the stream, or -1 if that is not known
   * @param searchOrNull takes note of known content
   */
  Finding scan(String name, long size, int first, Source source, KnownContent.Search searchOrNull)
      throws IOException {
    SignatureScan signatures = new SignatureScan();
    Content content = new Content();
    if (searchOrNull != null) {
      searchOrNull.gap();
    }
    long base = 0;
    int from = 0;
    int end = first;
    boolean cut = false;
    boolean wellKnown = Magic.known(buffer, first);
    head(name, size, first, wellKnown, signatures);
    while (true) {
      boolean last = end < buffer.length;
      signatures.scan(buffer, base, end, last);
      if (searchOrNull != null) {
        searchOrNull.runs().scan(buffer, base, end, last ? end : end - RunTracker.AHEAD);
      }
      if (end > from) {
        content.accept(buffer, from, end);
        progress.accept(end - from);
      }
      cut = Thread.currentThread().isInterrupted();
      if (last || cut) {
        break;
      }
      System.arraycopy(buffer, end - TAIL, buffer, 0, TAIL);
      base += end - TAIL;
      from = TAIL;
      end = fill(source, TAIL);
    }
    if (searchOrNull != null) {
      searchOrNull.gap();
    }
    List<Sighting> all = new ArrayList<>(signatures.sightings());
    if (all.isEmpty()) {
      numbers(name, content, wellKnown).ifPresent(all::add);
    }
    return new Finding(base + end, all, content, cut);
  }

  /** The bytes of the first block. */
  byte[] head() {
    return buffer;
  }

  private int fill(Source source, int kept) throws IOException {
    int filled = kept;
    while (filled < buffer.length) {
      int n = source.read(buffer, filled, buffer.length - filled);
      if (n < 0) {
        break;
      }
      filled += n;
    }
    return filled;
  }

  private void head(
      String name, long size, int first, boolean wellKnown, SignatureScan signatures) {
    Optional<Sighting> told =
        Heads.of(name, buffer, first, size).or(() -> BundleLook.of(buffer, 0, first, 0, size));
    if (told.isPresent()) {
      signatures.add(told.get());
      return;
    }
    Optional<OnnxWalk> plain =
        first > 8 && buffer[0] == 8 ? OnnxWalk.at(buffer, 0, first) : Optional.empty();
    boolean tried = first >= VEILABLE && !wellKnown && !plain.map(OnnxWalk::isModel).orElse(false);
    // Some keys let a model begin with the 8 of an ONNX file.
    Optional<Veils.Uncovered> under = tried ? Veils.repeated(buffer, first) : Optional.empty();
    if (under.isPresent()) {
      byte[] key = under.get().key();
      if (under.get().format() == Format.ONNX) {
        signatures.beginWith(new OnnxWalk(key), buffer, first, Shapes.xor(key));
      } else {
        signatures.add(Sighting.veiled(under.get().format(), 0, size, Shapes.xor(key), ""));
      }
    } else if (plain.isPresent()) {
      signatures.beginWith(new OnnxWalk(), buffer, first, "");
    }
  }

  /** What no signature tells: much that looks trained, or encrypted. */
  private static Optional<Sighting> numbers(String name, Content content, boolean wellKnown) {
    long floats = content.of(Content.Kind.FLOAT32) + content.of(Content.Kind.FLOAT16);
    if (floats >= TELLING) {
      String type = content.of(Content.Kind.FLOAT32) * 2 >= floats ? "float32" : "float16";
      return Optional.of(
          Sighting.open(
              Format.NUMBERS, 0, floats, "numbers that look like weights, of type " + type));
    }
    long noise = content.of(Content.Kind.NOISE);
    if (noise >= TELLING
        && noise >= 0.9 * content.total()
        && content.even()
        && !wellKnown
        && !Magic.knownName(name)) {
      return Optional.of(
          new Sighting(
              Format.NOISE,
              0,
              content.total(),
              Exposure.UNKNOWN,
              "",
              "bytes as even as encrypted ones are"));
    }
    return Optional.empty();
  }
}
