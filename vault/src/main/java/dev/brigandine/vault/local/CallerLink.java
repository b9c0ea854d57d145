package dev.brigandine.vault.local;

import dev.brigandine.runtime.internal.local.Fields;
import dev.brigandine.runtime.internal.local.FrameInbox;
import dev.brigandine.runtime.internal.local.FrameOut;
import dev.brigandine.runtime.internal.local.MalformedFrameException;
import dev.brigandine.runtime.internal.local.Wire;
import dev.brigandine.vault.model.Cancellation;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The vault's end of a socket. Its connection's thread reads and writes; while a run is under way,
 * {@link Monitor} reads instead, for a caller who cancels or dies.
 */
final class CallerLink {
  /** Runs that are shorter are not looked after: a caller who is gone is noticed at their end. */
  private static final long SHORT_RUN = 100_000_000;

  private static final long SEND_LIMIT = 10_000_000_000L;

  private final SocketChannel channel;
  private final FrameInbox inbox = new FrameInbox(Wire.MAX_REQUEST);
  private final FrameOut out = new FrameOut(Wire.MAX_REPLY);
  private final Idle idle;

  /** Who reads: held by the connection's thread but for its runs. */
  private final ReentrantLock reading = new ReentrantLock();

  /** When whatever is waited for is given up, by {@link System#nanoTime}; 0 for never. */
  private volatile long deadline;

  // Of the run under way; guarded by reading.
  private Cancellation cancellation;
  private int runId;
  private long runStart;

  /** Whether the caller died or broke the rules during a run. */
  private boolean lost;

  private long answered;

  /** For the connection's thread to make. */
  CallerLink(SocketChannel channel, Idle idle) throws IOException {
    this.channel = channel;
    this.idle = idle;
    channel.configureBlocking(false);
    reading.lock();
  }

  /** For the next frame to send. */
  FrameOut out() {
    return out;
  }

  /** Sends what {@link #out} was given. */
  void send() throws IOException {
    ByteBuffer frame = out.end();
    channel.write(frame);
    if (frame.hasRemaining()) {
      limited(
          SEND_LIMIT,
          () -> {
            while (frame.hasRemaining()) {
              channel.write(frame);
            }
          });
    }
    answered = System.nanoTime();
  }

  /**
   * Waits for a whole frame.
   *
   * @param limit nanoseconds until the connection is given up; 0 for never
   * @throws EOFException if the caller went
   */
  void await(long limit) throws IOException {
    if (poll()) {
      return;
    }
    long until = answered + idle.budget();
    while (System.nanoTime() - until < 0) {
      if (poll()) {
        idle.learn(System.nanoTime() - answered);
        return;
      }
      Thread.onSpinWait();
    }
    limited(
        limit,
        () -> {
          while (!poll()) {
            // It waits.
          }
        });
    idle.learn(System.nanoTime() - answered);
  }

  private interface Waiting {
    void run() throws IOException;
  }

  private void limited(long limit, Waiting waiting) throws IOException {
    channel.configureBlocking(true);
    deadline = limit == 0 ? 0 : System.nanoTime() + limit | 1;
    waiting.run();
    deadline = 0;
    channel.configureBlocking(false);
  }

  private boolean poll() throws IOException {
    if (inbox.ready()) {
      return true;
    }
    if (inbox.fill(channel) < 0) {
      throw new EOFException("the caller went");
    }
    return inbox.ready();
  }

  /** Of the frame at hand. */
  int type() {
    return inbox.type();
  }

  /** Of the frame at hand; good until {@link #take}. */
  Fields body() {
    return inbox.body();
  }

  void take() {
    inbox.take();
  }

  /** From now on somebody else may read. */
  void runs(int id, long start, Cancellation ends) {
    runId = id;
    runStart = start;
    cancellation = ends;
    reading.unlock();
  }

  /**
   * The run has ended.
   *
   * @throws EOFException if nobody waits for its answer
   */
  void ran() throws IOException {
    reading.lock();
    cancellation = null;
    if (lost) {
      throw new EOFException("the caller went");
    }
  }

  /** Ends what waits too long, and the run whose caller cancels or dies. For {@link Monitor}. */
  void look(long now) {
    long end = deadline;
    if (end != 0 && now - end > 0) {
      close();
      return;
    }
    Cancellation ends = null;
    if (reading.tryLock()) {
      try {
        if (cancellation != null && now - runStart > SHORT_RUN && ended()) {
          ends = cancellation;
        }
      } finally {
        reading.unlock();
      }
    }
    if (ends != null) {
      ends.cancel();
    }
  }

  /** Whether the run under way is to end. */
  private boolean ended() {
    if (lost) {
      return true;
    }
    try {
      while (poll()) {
        if (type() != Wire.CANCEL) {
          throw new MalformedFrameException("a frame came while a run was under way");
        }
        int id = body().i32();
        take();
        if (id == runId) {
          return true;
        }
      }
      return false;
    } catch (IOException | MalformedFrameException e) {
      lost = true;
      return true;
    }
  }

  /** Ends the run under way, if there is one. */
  void cancel() {
    Cancellation ends;
    if (!reading.tryLock()) {
      return;
    }
    try {
      ends = cancellation;
    } finally {
      reading.unlock();
    }
    if (ends != null) {
      ends.cancel();
    }
  }

  /** May be called by any thread. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Whatever it was, the connection is over.
      return;
    }
  }
}
