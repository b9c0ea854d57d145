package dev.brigandine.vault.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A listening socket that hangs up on whoever is one too many; gRPC itself takes any number. */
final class Acceptor extends NioServerSocketChannel {
  private final AtomicInteger open;
  private final int most;

  /**
   * @param open connections there are, of all acceptors that share it
   */
  Acceptor(AtomicInteger open, int most) {
    this.open = open;
    this.most = most;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int count = super.doReadMessages(accepted);
    if (count <= 0) {
      return count;
    }
    Channel channel = (Channel) accepted.get(accepted.size() - 1);
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      accepted.remove(accepted.size() - 1);
      channel.unsafe().closeForcibly();
      // Whoever comes next waits for the next turn of the loop.
      return 0;
    }
    channel.closeFuture().addListener(closed -> open.decrementAndGet());
    return count;
  }
}
