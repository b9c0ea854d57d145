package dev.brigandine.audit.license;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * As much of HTTP/1.1 as the licence client speaks: a request a connection, a body of a stated
 * length. On loopback, for the client in this process; no server for anybody else.
 */
final class LoopbackHttp implements AutoCloseable {
  private static final int MAX_LINE = 8192;
  private static final int MAX_BODY = 1 << 16;
  private static final int TIMEOUT_MILLIS = 5_000;

  /** Answers a request. */
  interface Handler {
    /**
     * JSON, or null for an answer without a body.
     *
     * @param path with a leading slash
     */
    String answer(String path, String body);
  }

  private final ServerSocket socket;
  private final Handler handler;
  private final Thread thread;

  LoopbackHttp(Handler handler) throws IOException {
    this.socket = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
    this.handler = handler;
    this.thread = new Thread(this::serve, "brigandine-audit-http");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        client.setSoTimeout(TIMEOUT_MILLIS);
        exchange(client.getInputStream(), client.getOutputStream());
      } catch (SocketException e) {
        // Closed, or the client went away.
      } catch (IOException | RuntimeException e) {
        // The client sees a connection that ended, and says so.
      }
    }
  }

  private void exchange(InputStream in, OutputStream out) throws IOException {
    String path = line(in).split(" ")[1];
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String[] parts = header.split(":", 2);
      if (parts[0].toLowerCase(Locale.ROOT).equals("content-length")) {
        length = Integer.parseInt(parts[1].strip());
      }
    }
    if (length > MAX_BODY) {
      throw new IOException("a body of " + length + " bytes");
    }
    String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    String answer = handler.answer(path, body);
    byte[] json = answer == null ? new byte[0] : answer.getBytes(StandardCharsets.UTF_8);
    String head =
        (answer == null ? "HTTP/1.1 204 No Content\r\n" : "HTTP/1.1 200 OK\r\n")
            + "Brig-Nonce: any\r\n"
            + (answer == null ? "" : "Content-Type: application/json\r\n")
            + (answer == null ? "" : "Content-Length: " + json.length + "\r\n")
            + "Connection: close\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(json);
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() > MAX_LINE) {
        throw new IOException("the request ends early");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    try {
      thread.join(TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
