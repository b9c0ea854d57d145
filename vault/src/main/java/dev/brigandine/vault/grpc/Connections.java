package dev.brigandine.vault.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of a front, by their callers' addresses. Safe for all threads. */
final class Connections {
  private final Map<SocketAddress, Channel> open = new ConcurrentHashMap<>();
  private final int most;

  Connections(int most) {
    this.most = most;
  }

  /** Whether it may stay. */
  boolean add(Channel channel) {
    SocketAddress caller = channel.remoteAddress();
    // Null when the caller has gone already.
    if (caller == null || open.size() >= most) {
      return false;
    }
    open.put(caller, channel);
    channel.closeFuture().addListener(closed -> open.remove(caller, channel));
    return true;
  }

  /** Ends the connection of a caller, and with it all that he has under way on it. */
  void hangUp(SocketAddress caller) {
    Channel channel = caller == null ? null : open.get(caller);
    if (channel != null) {
      // Not by close(), which lets what is under way end first.
      channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
    }
  }
}
