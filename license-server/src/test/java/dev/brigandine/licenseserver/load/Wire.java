package dev.brigandine.licenseserver.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept connection that never blocks: many cost the machine one thread. */
final class Wire implements AutoCloseable {
  record Answer(int status, String nonce, String body) {}

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
  private ByteBuffer out;

  Wire(Selector selector, int port, Object attachment) throws IOException {
    channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      // On loopback this is over or refused at once.
      channel.connect(new InetSocketAddress("127.0.0.1", port));
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, attachment);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  void post(String path, String body) throws IOException {
    String text =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/jose\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    out = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    write();
  }

  private void write() throws IOException {
    channel.write(out);
    key.interestOps(
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  /** Goes on; the answer if it is whole, else null. */
  Answer ready() throws IOException {
    if (key.isWritable() && out != null && out.hasRemaining()) {
      write();
    }
    if (channel.read(in) < 0) {
      throw new EOFException();
    }
    String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return null;
    }
    String lower = text.substring(0, head + 2).toLowerCase(Locale.ROOT);
    String length = header(lower, text, "\r\ncontent-length:");
    int from = head + 4;
    int until = from + (length == null ? 0 : Integer.parseInt(length));
    if (text.length() < until) {
      return null;
    }
    in.clear();
    return new Answer(
        Integer.parseInt(text.substring(9, 12)),
        header(lower, text, "\r\nbrig-nonce:"),
        text.substring(from, until));
  }

  private static String header(String lower, String text, String name) {
    int at = lower.indexOf(name);
    return at < 0 ? null : text.substring(at + name.length(), text.indexOf("\r\n", at + 2)).strip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was broken already.
    }
  }
}
