package dev.brigandine.audit.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a victim's memory again and again while it opens its model, stopped each time: only then
 * lie all weights there as they were stored, since ONNX Runtime packs them for its kernels.
 */
final class MemoryWatch {
  /** ONNX Runtime's library for Java, the last that is loaded before a session can be made. */
  private static final String LIBRARY = "onnxruntime4j";

  private static final long SLICE = TimeUnit.MICROSECONDS.toNanos(800);
  private static final int MOST = 40;
  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(60);

  private MemoryWatch() {}

  /** What is done with a victim that is stopped. */
  interface Look {
    /** Whether to look again. */
    boolean at(long pid) throws IOException, InterruptedException;
  }

  /**
   * Until the model is open, or there is no need to look again.
   *
   * @return how many times the victim was stopped
   */
  static int stops(VictimProcess victim, Look look) throws IOException, InterruptedException {
    long end = System.nanoTime() + DEADLINE;
    while (!loaded(victim.pid())) {
      if (!victim.isAlive() || System.nanoTime() > end) {
        return 0;
      }
      LockSupport.parkNanos(SLICE);
    }
    int stops = 0;
    boolean again = true;
    try (Halts halts = new Halts(victim.pid())) {
      while (again && stops < MOST && !victim.isOpen() && halts.stop()) {
        try {
          again = look.at(victim.pid());
        } finally {
          halts.go();
        }
        stops++;
        // A small model opens within milliseconds, a large one begins to after hundreds.
        LockSupport.parkNanos(SLICE + stops * SLICE / 4);
      }
    }
    return stops;
  }

  private static boolean loaded(long pid) throws IOException {
    try {
      Path maps = Path.of("/proc", Long.toString(pid), "maps");
      return Files.readString(maps, StandardCharsets.ISO_8859_1).contains(LIBRARY);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
