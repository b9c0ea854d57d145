package dev.brigandine.vault.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether there is a processor to spare for waiting without sleep: by the runs under way, and where
 * the system tells, by how much this process used of late. Safe for all threads.
 */
final class Crowd {
  /** What Linux counts processor time in, on every machine that is about (USER_HZ). */
  private static final long TICK_NANOS = 10_000_000;

  private static final long LEAST_INTERVAL = 80_000_000;
  private static final Path STAT = Path.of("/proc/self/stat");

  private final int processors;
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean loaded;
  private long lastTime;
  private long lastUsed;

  Crowd(int processors) {
    this.processors = processors;
  }

  void enter() {
    running.incrementAndGet();
  }

  void leave() {
    running.decrementAndGet();
  }

  /**
   * @param more who would come on top
   */
  boolean busy(int more) {
    return loaded || running.get() + more >= processors;
  }

  /** Called now and then, by one thread. */
  void sample(long now) {
    if (now - lastTime < LEAST_INTERVAL) {
      return;
    }
    long used = used();
    if (used < 0) {
      return;
    }
    double share = (double) (used - lastUsed) / (now - lastTime);
    // One run at a time on one thread uses one processor; its caller needs half of another.
    loaded = lastTime != 0 && share > processors - 0.5;
    lastTime = now;
    lastUsed = used;
  }

  /** Nanoseconds of processor time of this process; -1 if the system does not tell. */
  private static long used() {
    try {
      String stat = Files.readString(STAT);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS;
    } catch (IOException | RuntimeException e) {
      return -1;
    }
  }
}
