package dev.brigandine.licenseserver.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Starts a handler only when the whole body is there, so that a client that sends slowly takes a
 * connection and no thread; gives it a time limit that no trickle of bytes extends. Jetty's own
 * loader keeps a buffer of 8 KiB for every byte that arrives alone; this one copies.
 */
final class WholeBodies implements EagerContentHandler.ContentLoaderFactory {
  /**
   * A body some times too large is read to its end and thrown away: a client that is still sending
   * when the connection closes may never see the answer.
   */
  private static final int PATIENCE = 16;

  private final int most;
  private final Duration time;

  WholeBodies(int most, Duration time) {
    this.most = most;
    this.time = time;
  }

  @Override
  public String getApplicableMimeType() {
    return null;
  }

  @Override
  public EagerContentHandler.ContentLoader newContentLoader(
      String contentType,
      String mimeType,
      Handler handler,
      Request request,
      Response response,
      Callback callback) {
    return new Loader(handler, request, response, callback);
  }

  private final class Loader extends EagerContentHandler.ContentLoader implements Invocable.Task {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final AtomicBoolean done = new AtomicBoolean();
    private long seen;
    private Scheduler.Task deadline;

    Loader(Handler handler, Request request, Response response, Callback callback) {
      super(handler, request, response, callback);
    }

    @Override
    protected void load() {
      if (getRequest().getLength() > (long) most * PATIENCE) {
        error(413);
        return;
      }
      deadline =
          getRequest()
              .getComponents()
              .getScheduler()
              .schedule(() -> error(408), time.toMillis(), TimeUnit.MILLISECONDS);
      read(false);
    }

    @Override
    public void run() {
      read(true);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }

    private void read(boolean called) {
      while (!done.get()) {
        Content.Chunk chunk = getRequest().read();
        if (chunk == null) {
          getRequest().demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          if (done.compareAndSet(false, true)) {
            deadline.cancel();
            getCallback().failed(chunk.getFailure());
          }
          return;
        }
        seen += chunk.remaining();
        if (seen <= most) {
          byte[] part = new byte[chunk.remaining()];
          chunk.getByteBuffer().get(part);
          bytes.writeBytes(part);
        }
        boolean last = chunk.isLast();
        chunk.release();
        if (seen > most && (last || seen > (long) most * PATIENCE)) {
          error(413);
          return;
        }
        if (last) {
          go(called);
          return;
        }
      }
    }

    private void go(boolean called) {
      if (!done.compareAndSet(false, true)) {
        return;
      }
      deadline.cancel();
      Whole whole = new Whole(getRequest(), bytes.toByteArray());
      Runnable next = () -> handle(whole, getResponse(), getCallback());
      if (called) {
        getRequest().getContext().execute(next);
      } else {
        next.run();
      }
    }

    private void error(int status) {
      if (done.compareAndSet(false, true)) {
        if (deadline != null) {
          deadline.cancel();
        }
        Response.writeError(getRequest(), getResponse(), getCallback(), status);
      }
    }
  }

  /** The request with its body in memory. */
  private static final class Whole extends Request.Wrapper {
    private final AtomicBoolean read = new AtomicBoolean();
    private final byte[] bytes;

    Whole(Request request, byte[] bytes) {
      super(request);
      this.bytes = bytes;
    }

    @Override
    public Content.Chunk read() {
      return read.compareAndSet(false, true)
          ? Content.Chunk.from(ByteBuffer.wrap(bytes), true)
          : Content.Chunk.EOF;
    }

    @Override
    public void demand(Runnable callback) {
      callback.run();
    }
  }
}
