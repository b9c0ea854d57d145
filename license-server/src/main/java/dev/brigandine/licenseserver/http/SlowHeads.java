package dev.brigandine.licenseserver.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose request headers do not become complete in time. An idle timeout alone
 * starts anew with every byte.
 */
final class SlowHeads extends AbstractLifeCycle implements Connection.Listener {
  private static final long EVERY_MILLIS = 1_000;

  private final Map<Connection, Seen> connections = new ConcurrentHashMap<>();
  private final ServerConnector connector;
  private final Duration time;
  private volatile Scheduler.Task task;

  SlowHeads(ServerConnector connector, Duration time) {
    this.connector = connector;
    this.time = time;
  }

  /** What a connection had received when it was last between two requests. */
  private record Seen(long messages, long bytes, long since) {}

  @Override
  public void onOpened(Connection connection) {
    // Not TLS's own, which carries no messages: it would be closed in the midst of its use.
    if (!(connection instanceof SslConnection)) {
      connections.put(connection, new Seen(0, 0, System.nanoTime()));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  @Override
  protected void doStart() {
    plan();
  }

  @Override
  protected void doStop() {
    Scheduler.Task last = task;
    if (last != null) {
      last.cancel();
    }
  }

  private void plan() {
    task = connector.getScheduler().schedule(this::sweep, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    long now = System.nanoTime();
    connections.forEach((connection, seen) -> look(connection, seen, now));
    if (isRunning() || isStarting()) {
      plan();
    }
  }

  private void look(Connection connection, Seen seen, long now) {
    long messages = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    boolean busy = messages != connection.getMessagesOut();
    if (busy || messages != seen.messages()) {
      connections.replace(connection, seen, new Seen(messages, bytes, now));
    } else if (messages > 0 && bytes == seen.bytes()) {
      // Between two requests, and nothing of the next is here: that is for the idle timeout.
      connections.replace(connection, seen, new Seen(messages, bytes, now));
    } else if (now - seen.since() > time.toNanos()) {
      connection.getEndPoint().close();
    }
  }
}
