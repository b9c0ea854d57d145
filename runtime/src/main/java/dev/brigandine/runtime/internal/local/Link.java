package dev.brigandine.runtime.internal.local;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A client's end of the socket. One thread reads; any may send. The channel is non-blocking except
 * within {@link #block}.
 */
public final class Link implements AutoCloseable {
  private static final long RETRY_NANOS = 2_000_000;

  private final SocketChannel channel;
  private final FrameInbox inbox = new FrameInbox(Wire.MAX_REPLY);

  private Link(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects.
   *
   * @param deadline by {@link System#nanoTime}
   */
  public static Link connect(Path socket, long deadline) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    while (true) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      boolean connected = false;
      try {
        channel.configureBlocking(false);
        connected = channel.connect(address);
        if (connected) {
          return new Link(channel);
        }
      } finally {
        if (!connected) {
          channel.close();
        }
      }
      // The vault's queue of callers is full; a local socket has no connecting in the background.
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("it takes no connections");
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  /** The socket, for what only it can tell. */
  public SocketChannel channel() {
    return channel;
  }

  /** Where whole frames are found. */
  public FrameInbox inbox() {
    return inbox;
  }

  /** Sends a whole frame. */
  public synchronized void send(ByteBuffer frame) throws IOException {
    while (frame.hasRemaining()) {
      if (channel.write(frame) == 0) {
        LockSupport.parkNanos(RETRY_NANOS / 100);
      }
    }
  }

  /** Reads what is there; whether a whole frame is at hand. */
  public boolean poll() throws IOException {
    if (inbox.ready()) {
      return true;
    }
    if (inbox.fill(channel) < 0) {
      throw new IOException("it closed the connection");
    }
    return inbox.ready();
  }

  /** Waits for a whole frame, as long as it takes, without using a processor. */
  public void block() throws IOException {
    if (poll()) {
      return;
    }
    channel.configureBlocking(true);
    while (!poll()) {
      // poll() waits
    }
    channel.configureBlocking(false);
  }

  /**
   * Waits for a whole frame until {@code deadline}. For the first frames, when nothing is known of
   * whoever is there.
   */
  public void await(long deadline) throws IOException {
    if (poll()) {
      return;
    }
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      while (!poll()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new IOException("it does not answer");
        }
        selector.select(Math.max(1, left / 1_000_000));
      }
    }
  }

  /**
   * Sends a first frame and waits for what comes back. Where the vault refuses a caller before it
   * reads, sending fails and the reason is there all the same.
   */
  public void ask(ByteBuffer frame, long deadline) throws IOException {
    try {
      send(frame);
    } catch (IOException e) {
      try {
        await(deadline);
        return;
      } catch (IOException nothing) {
        throw e;
      }
    }
    await(deadline);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
