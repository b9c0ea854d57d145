package dev.brigandine.vault.http;

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
 * Closes connections whose request headers do not become complete in time: an idle timeout alone
 * starts anew with every byte. Looks at all of them once a second.
 */
final class Heads extends AbstractLifeCycle implements Connection.Listener {
  private static final long EVERY_MILLIS = 1_000;

  private final Map<Connection, Seen> connections = new ConcurrentHashMap<>();
  private final ServerConnector connector;
  private final Duration time;
  private volatile Scheduler.Task task;

  Heads(ServerConnector connector, Duration time) {
    this.connector = connector;
    this.time = time;
  }

  /** How a connection stood when it was last known to be in order. */
  private record Seen(long messages, long bytes, long since) {}

  @Override
  public void onOpened(Connection connection) {
    // Not TLS's own, which carries no messages.
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
    boolean handling = messages != connection.getMessagesOut();
    // With requests behind it and no byte of another: that is for the idle timeout.
    boolean resting = messages > 0 && bytes == seen.bytes();
    if (handling || messages != seen.messages() || resting) {
      connections.replace(connection, seen, new Seen(messages, bytes, now));
    } else if (now - seen.since() > time.toNanos()) {
      connection.getEndPoint().close();
    }
  }
}
