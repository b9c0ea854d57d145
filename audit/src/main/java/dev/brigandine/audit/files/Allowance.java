package dev.brigandine.audit.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * How much may be unpacked from one file of an application: a bomb of a few kilobytes unpacks to
 * petabytes, over several archives within each other. Models are packed to a tenth at best.
 */
final class Allowance {
  static final int DEEPEST = 8;
  private static final long FREE = 256L << 20;
  private static final int RATIO = 200;
  private static final int MOST_ENTRIES = 1_000_000;

  private final long packed;
  private long left;
  private int entries;

  /** Of a file of so many bytes. */
  Allowance(long packed) {
    this.packed = packed;
    left = FREE + packed * RATIO;
  }

  /** Thrown when it is used up. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1;

    Exceeded(String message) {
      super(message);
    }
  }

  /** A stream that draws on it. */
  InputStream of(InputStream unpacked) {
    return new FilterInputStream(unpacked) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        draw(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        draw(Math.max(0, n));
        return n;
      }

      @Override
      public void close() {
        // Whoever opened the archive closes it.
      }
    };
  }

  /** Another entry. */
  void entry() throws Exceeded {
    if (++entries > MOST_ENTRIES) {
      throw new Exceeded("it holds more than " + MOST_ENTRIES + " entries");
    }
  }

  private void draw(long bytes) throws Exceeded {
    left -= bytes;
    if (left < 0) {
      throw new Exceeded(
          "it unpacks to more than " + (FREE + packed * RATIO >> 20) + " MB, as a zip bomb does");
    }
  }
}
