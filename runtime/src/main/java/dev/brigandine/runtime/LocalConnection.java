package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.internal.local.ControlClient;
import dev.brigandine.runtime.internal.local.Failure;
import dev.brigandine.runtime.internal.local.Fields;
import dev.brigandine.runtime.internal.local.FrameOut;
import dev.brigandine.runtime.internal.local.Hello;
import dev.brigandine.runtime.internal.local.Link;
import dev.brigandine.runtime.internal.local.MalformedFrameException;
import dev.brigandine.runtime.internal.local.Placed;
import dev.brigandine.runtime.internal.local.Region;
import dev.brigandine.runtime.internal.local.Run;
import dev.brigandine.runtime.internal.local.RunResult;
import dev.brigandine.runtime.internal.local.Welcome;
import dev.brigandine.runtime.internal.local.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One connection to a vault: one run at a time. Not thread-safe but for {@link #cancel}. */
final class LocalConnection implements AutoCloseable {
  private final Path socket;
  private final Link link;
  private final FrameOut out = new FrameOut(Wire.MAX_REQUEST);
  private final RegionWriter writer = new RegionWriter();
  private final Patience patience;
  private Welcome welcome;
  private FileChannel shared;
  private long size;
  private int lastRun;
  private boolean usable = true;

  private LocalConnection(Path socket, Link link) {
    this.socket = socket;
    this.link = link;
    this.patience = new Patience(link);
  }

  /**
   * @throws BrigandineException {@link ErrorCode#VAULT_UNREACHABLE}, or what the vault refuses with
   */
  static LocalConnection open(Path socket, Hello hello, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    LocalConnection made = null;
    boolean done = false;
    try {
      made = new LocalConnection(socket, Link.connect(socket, deadline));
      made.greet(hello, deadline);
      done = true;
      return made;
    } catch (IOException | UnsupportedOperationException | MalformedFrameException e) {
      throw ControlClient.unreachable(socket, e);
    } finally {
      if (!done && made != null) {
        made.close();
      }
    }
  }

  private void greet(Hello hello, long deadline) throws IOException {
    link.ask(hello.write(out).end(), deadline);
    welcome = Welcome.read(expect(Wire.WELCOME));
    link.inbox().take();
    link.await(deadline);
    attach(Region.read(expect(Wire.REGION)));
    link.inbox().take();
  }

  /** The body of the frame at hand, which must be of that type or say what failed. */
  private Fields expect(int type) {
    Fields body = link.inbox().body();
    if (link.inbox().type() == Wire.FAILURE) {
      Failure failure = Failure.read(body);
      link.inbox().take();
      throw failure.exception();
    }
    if (link.inbox().type() != type) {
      throw new MalformedFrameException("it sent another frame");
    }
    return body;
  }

  private void attach(Region region) throws IOException {
    FileChannel next = SharedFile.open(link.channel(), region);
    if (shared != null) {
      shared.close();
    }
    shared = next;
    size = region.size();
    link.send(out.begin(Wire.ATTACHED).i32(region.id()).end());
  }

  Welcome welcome() {
    return welcome;
  }

  /** Whether another run may go this way. */
  boolean usable() {
    return usable;
  }

  /**
   * Runs once. The outputs lie in the shared file until the next run.
   *
   * @param outputs indices of those wanted
   * @param options or null
   * @throws NotBegunException if the run was certainly not counted
   */
  RunResult run(List<Feed> feeds, List<Integer> outputs, RunOptions options)
      throws NotBegunException {
    usable = false;
    boolean asked = false;
    try {
      long bytes = reserve(feeds);
      Run run = place(feeds, outputs);
      Runnable end = () -> cancel(run.id());
      if (options != null && !options.whenTerminated(end)) {
        usable = true;
        throw new BrigandineException(
            ErrorCode.CANCELLED, "the run's options say that it is to be terminated", null);
      }
      try {
        ByteBuffer frame = run.write(out).end();
        long start = System.nanoTime();
        try {
          link.send(frame);
        } catch (IOException e) {
          // A frame that did not go out whole begins no run.
          if (frame.hasRemaining()) {
            throw new NotBegunException(gone(e));
          }
          throw gone(e);
        }
        asked = true;
        return answer(run, bytes, start);
      } finally {
        if (options != null) {
          options.ended(end);
        }
      }
    } catch (ClosedByInterruptException e) {
      throw new BrigandineException(
          ErrorCode.CANCELLED, "the run's thread was interrupted, which ends its connection", null);
    } catch (MalformedFrameException e) {
      throw gone(e);
    } catch (IOException e) {
      if (asked) {
        throw gone(e);
      }
      throw new NotBegunException(gone(e));
    }
  }

  private BrigandineException gone(Exception e) {
    return new BrigandineException(
        ErrorCode.VAULT_UNREACHABLE,
        "the vault at " + socket + " went away: " + e.getMessage(),
        "whether the run was counted is not known; the next one connects again",
        e);
  }

  /** Makes room for all inputs; how much they take. */
  private long reserve(List<Feed> feeds) throws IOException, NotBegunException {
    long bytes = 0;
    for (Feed feed : feeds) {
      bytes = Wire.align(bytes) + feed.length();
    }
    if (bytes > size) {
      if (bytes > welcome.maxBytes()) {
        usable = true;
        throw new BrigandineException(
            ErrorCode.TOO_LARGE,
            "the inputs have " + bytes + " bytes, the vault takes " + welcome.maxBytes(),
            "its operator sets local.max-bytes");
      }
      link.send(out.begin(Wire.GROW).i64(bytes).end());
      link.block();
      if (link.inbox().type() == Wire.FAILURE) {
        throw failed(Failure.read(link.inbox().body()));
      }
      attach(Region.read(expect(Wire.REGION)));
      link.inbox().take();
      if (bytes > size) {
        throw new MalformedFrameException("it gave less memory than it was asked for");
      }
    }
    return bytes;
  }

  private Run place(List<Feed> feeds, List<Integer> outputs) throws IOException {
    List<Placed> inputs = new ArrayList<>(feeds.size());
    writer.begin(shared);
    for (Feed feed : feeds) {
      long offset = writer.put(feed.data());
      inputs.add(new Placed(feed.index(), feed.type(), feed.shape(), offset, feed.length()));
    }
    writer.flush();
    lastRun = lastRun == Integer.MAX_VALUE ? 1 : lastRun + 1;
    return new Run(lastRun, inputs, outputs);
  }

  private RunResult answer(Run run, long bytes, long start) throws IOException, NotBegunException {
    while (true) {
      patience.await(bytes, start);
      Fields body = link.inbox().body();
      switch (link.inbox().type()) {
        case Wire.REGION -> {
          attach(Region.read(body));
          link.inbox().take();
        }
        case Wire.FAILURE -> throw failed(Failure.read(body));
        case Wire.RESULT -> {
          RunResult result = RunResult.read(body);
          link.inbox().take();
          if (result.id() != run.id()) {
            throw new MalformedFrameException("it answered another run");
          }
          patience.learn(bytes, result.nanos(), result.busy());
          usable = true;
          return result;
        }
        default -> throw new MalformedFrameException("it sent another frame");
      }
    }
  }

  /** What to throw; a failure of one run leaves the connection as it is. */
  private BrigandineException failed(Failure failure) throws NotBegunException {
    link.inbox().take();
    usable = failure.id() != 0 && failure.id() == lastRun && !failure.notBegun();
    if (failure.notBegun()) {
      throw new NotBegunException(failure.exception());
    }
    return failure.exception();
  }

  /** Reads so many bytes of the answer. */
  void read(ByteBuffer into, long offset) throws IOException {
    long at = offset;
    while (into.hasRemaining()) {
      int read = shared.read(into, at);
      if (read < 0) {
        throw new IOException("the shared file is shorter than it was");
      }
      at += read;
    }
  }

  /** How large the shared file is. */
  long size() {
    return size;
  }

  /** Ends the run of that number, if it is still under way. */
  private void cancel(int run) {
    try {
      link.send(new FrameOut(Wire.HEADER + 4).begin(Wire.CANCEL).i32(run).end());
    } catch (IOException e) {
      // The connection is gone, and with it the run: its thread finds out by itself.
      return;
    }
  }

  @Override
  public void close() {
    usable = false;
    try {
      link.close();
      if (shared != null) {
        shared.close();
      }
    } catch (IOException e) {
      // There is nothing left to lose.
      return;
    }
  }
}
