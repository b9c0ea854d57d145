package dev.brigandine.vault.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;

/** A listening socket that hangs up on whoever is one too many; gRPC itself takes any number. */
final class Acceptor extends NioServerSocketChannel {
  private final Connections connections;

  Acceptor(Connections connections) {
    this.connections = connections;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int count = super.doReadMessages(accepted);
    if (count <= 0) {
      return count;
    }
    Channel channel = (Channel) accepted.get(accepted.size() - 1);
    if (connections.add(channel)) {
      return count;
    }
    accepted.remove(accepted.size() - 1);
    channel.unsafe().closeForcibly();
    // Whoever comes next waits for the next turn of the loop.
    return 0;
  }
}
