package dev.brigandine.audit.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Another process's memory by {@code /proc/PID/mem}: all that may be read and is no file's. Linux
 * alone.
 */
final class ProcessMemory {
  private static final int BLOCK = 1 << 20;
  private static final int PAGE = 4096;

  private ProcessMemory() {}

  /** Takes what is read. */
  interface Sink {
    void accept(byte[] block, int offset, int length) throws IOException;

    /** Between regions that do not join. */
    void gap() throws IOException;
  }

  /** Whether there is such a thing here. */
  static boolean available() {
    return Files.exists(Path.of("/proc/self/maps"));
  }

  /**
   * Reads it, while it changes under the reader.
   *
   * @return how many bytes
   * @throws IOException if it is refused
   */
  static long read(long pid, Sink sink) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    List<String> maps = Files.readAllLines(proc.resolve("maps"), StandardCharsets.ISO_8859_1);
    long bytes = 0;
    long last = 0;
    try (RandomAccessFile memory = new RandomAccessFile(proc.resolve("mem").toFile(), "r")) {
      for (String line : maps) {
        String[] fields = line.split("\\s+", 6);
        boolean file = fields.length > 5 && fields[5].startsWith("/");
        boolean special = fields.length > 5 && fields[5].startsWith("[v");
        if (!fields[1].startsWith("r") || file || special) {
          continue;
        }
        String[] range = fields[0].split("-");
        long from = Long.parseUnsignedLong(range[0], 16);
        if (from != last) {
          sink.gap();
        }
        last = Long.parseUnsignedLong(range[1], 16);
        bytes += region(memory, from, last, sink);
      }
    }
    sink.gap();
    return bytes;
  }

  /** Until the end, or where nothing is mapped by now. */
  private static long region(RandomAccessFile memory, long from, long to, Sink sink)
      throws IOException {
    if (from < 0) {
      return 0; // The kernel's half.
    }
    byte[] block = new byte[BLOCK];
    long bytes = 0;
    long at = from;
    while (at < to) {
      int n;
      try {
        memory.seek(at);
        n = memory.read(block, 0, (int) Math.min(BLOCK, to - at));
      } catch (IOException e) {
        n = -1;
      }
      if (n <= 0) {
        // A page that is gone: what follows it may be there.
        sink.gap();
        at += PAGE;
        continue;
      }
      sink.accept(block, 0, n);
      bytes += n;
      at += n;
    }
    return bytes;
  }
}
