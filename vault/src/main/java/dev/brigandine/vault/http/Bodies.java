package dev.brigandine.vault.http;

import dev.brigandine.vault.model.Cancellation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Starts a handler only when the whole body is there, so that a caller who sends slowly takes a
 * connection and no thread; bounds a body's size while it is read, whatever its length was said to
 * be, and the time it may take, which no trickle of bytes extends.
 */
final class Bodies implements EagerContentHandler.ContentLoaderFactory {
  private static final int FIRST = 16 * 1024;

  /**
   * So much of a body that is too large is read and thrown away: a caller who is still sending when
   * the connection closes may never see the answer.
   */
  private static final long PATIENCE = 64L << 20;

  private final int most;
  private final Duration time;
  private final Memory memory;

  Bodies(Bounds bounds, Memory memory) {
    this.most = bounds.body();
    this.time = bounds.bodyTime();
    this.memory = memory;
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
    private final AtomicBoolean done = new AtomicBoolean();
    private byte[] bytes = {};
    private int size;
    private long seen;
    private volatile Scheduler.Task deadline;

    Loader(Handler handler, Request request, Response response, Callback callback) {
      super(handler, request, response, callback);
    }

    @Override
    protected void load() {
      Request.addCompletionListener(getRequest(), failure -> memory.give(bytes.length));
      long length = getRequest().getLength();
      if (length > most + PATIENCE) {
        error(413);
        return;
      }
      if (length <= most && !grow((int) Math.min(Math.max(length, 1), FIRST))) {
        error(503);
        return;
      }
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
          begin();
          getRequest().demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          fail(chunk.getFailure());
          return;
        }
        seen += chunk.remaining();
        boolean kept = seen > most || keep(chunk.getByteBuffer());
        boolean last = chunk.isLast();
        chunk.release();
        if (!kept) {
          error(503);
        } else if (seen > most && (last || seen > most + PATIENCE)) {
          error(413);
        } else if (last) {
          go(called);
        }
      }
    }

    /** The clock runs only for bodies that are not there at once. */
    private void begin() {
      if (deadline == null) {
        deadline =
            getRequest()
                .getComponents()
                .getScheduler()
                .schedule(() -> error(408), time.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    private boolean keep(ByteBuffer part) {
      int length = part.remaining();
      if (size + length > bytes.length
          && !grow((int) Math.min(most, Math.max(bytes.length * 2L, size + length)))) {
        return false;
      }
      part.get(bytes, size, length);
      size += length;
      return true;
    }

    private boolean grow(int capacity) {
      if (!memory.tryTake(capacity - bytes.length)) {
        return false;
      }
      try {
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
      } catch (OutOfMemoryError e) {
        memory.give(capacity - bytes.length);
        return false;
      }
    }

    private void fail(Throwable failure) {
      if (done.compareAndSet(false, true)) {
        stop();
        getCallback().failed(failure);
      }
    }

    private void stop() {
      if (deadline != null) {
        deadline.cancel();
      }
    }

    private void go(boolean called) {
      if (!done.compareAndSet(false, true)) {
        return;
      }
      stop();
      Cancellation gone = new Cancellation();
      getRequest().addFailureListener(failure -> gone.cancel());
      getRequest().setAttribute(Body.ATTRIBUTE, new Body(bytes, size, gone, this::cutAfter));
      if (called) {
        getRequest().getContext().execute(this::handle);
      } else {
        handle();
      }
    }

    private Runnable cutAfter(Duration time) {
      EndPoint connection = getRequest().getConnectionMetaData().getConnection().getEndPoint();
      Scheduler.Task task =
          getRequest()
              .getComponents()
              .getScheduler()
              .schedule(connection::close, time.toMillis(), TimeUnit.MILLISECONDS);
      return task::cancel;
    }

    private void error(int status) {
      if (done.compareAndSet(false, true)) {
        stop();
        Response.writeError(getRequest(), getResponse(), getCallback(), status);
      }
    }
  }
}
