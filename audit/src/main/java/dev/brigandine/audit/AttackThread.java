package dev.brigandine.audit;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.bench.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs an attack on a thread of its own, so that one that forgets the time can be left behind, and
 * one that is under way can be stopped.
 */
final class AttackThread implements AttackRun {
  /** How far beyond its share an attack may go before it is broken off, if there is the time. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

  /** For a thread to notice that it was interrupted. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** A dump of a small victim, and more. */
  private static final long MEMORY_NEEDED = 4L << 30;

  private final long seed;
  private final long end;
  private final AuditListener listener;
  private final Stop stop;
  private final Path scratch;

  private AttackThread(long seed, Duration share, AuditListener listener, Stop stop, Path scratch) {
    this.seed = seed;
    this.end = System.nanoTime() + share.toNanos();
    this.listener = listener;
    this.stop = stop;
    this.scratch = scratch;
  }

  /**
   * Runs it.
   *
   * @param beyond its share, what is left of the whole audit's time
   */
  static Outcome run(
      Attack attack,
      Target target,
      long seed,
      Duration share,
      Duration beyond,
      AuditListener listener,
      Stop stop)
      throws Exception {
    try (PrivateFolder scratch = PrivateFolder.create(memory(target))) {
      AttackRun run = new AttackThread(seed, share, listener, stop, scratch.path());
      FutureTask<Outcome> task = new FutureTask<>(() -> attack.run(target, run));
      Thread thread = new Thread(task, "audit " + attack.card().id());
      thread.setDaemon(true);
      stop.runs(thread);
      thread.start();
      // Asked between the two lines above, it could not interrupt what had not begun.
      if (stop.asked()) {
        thread.interrupt();
      }
      try {
        return task.get(share.plus(patience(beyond)).toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        thread.interrupt();
        thread.join(GRACE.toMillis());
        throw new IllegalStateException(
            "it was broken off: it took too much more than its share of the time", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e;
      } finally {
        stop.runs(null);
      }
    }
  }

  /**
   * How long to wait beyond a share.
   *
   * @param left of the whole audit's time then
   */
  private static Duration patience(Duration left) {
    Duration most = left.compareTo(PATIENCE) < 0 ? left : PATIENCE;
    return most.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : most;
  }

  /**
   * Where a folder is in memory and not on a disk: a dump of the victim's process, on its way to
   * the search, holds weights. Null, for the system's temp folder, where there is none with room.
   */
  private static Path memory(Target target) {
    try {
      long needed = MEMORY_NEEDED + 8 * Files.size(target.originalFile());
      boolean fits =
          Files.isWritable(SHARED_MEMORY)
              && Files.getFileStore(SHARED_MEMORY).type().equals("tmpfs")
              && Files.getFileStore(SHARED_MEMORY).getUsableSpace() > needed;
      return fits ? SHARED_MEMORY : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public Duration left() {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public void progress(double share, String what) throws InterruptedException {
    if (stop.asked() || Thread.interrupted()) {
      throw new InterruptedException();
    }
    listener.progress(Math.max(0, Math.min(1, share)), what);
  }

  @Override
  public Path scratch() {
    return scratch;
  }
}
