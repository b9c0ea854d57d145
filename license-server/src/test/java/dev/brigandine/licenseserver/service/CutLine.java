package dev.brigandine.licenseserver.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network line to PostgreSQL that a test cuts and mends, or cuts when a commit is answered. */
final class CutLine implements AutoCloseable {
  private final int to;
  private final ServerSocket door;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile boolean cut;
  private volatile boolean armed;

  private CutLine(int to) throws IOException {
    this.to = to;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** To the server of that address. */
  static CutLine to(String address) throws IOException {
    int at = address.lastIndexOf(':') + 1;
    return new CutLine(Integer.parseInt(address.substring(at, address.indexOf('/', at))));
  }

  /** The address, through this line. */
  String through(String address) {
    int at = address.lastIndexOf(':') + 1;
    return address.substring(0, at)
        + door.getLocalPort()
        + address.substring(address.indexOf('/', at));
  }

  /** The next commit that the server reports is not heard of: the line is cut instead, once. */
  void loseTheNextCommitsAnswer() {
    armed = true;
  }

  /** Whether that is still to come. */
  boolean isArmed() {
    return armed;
  }

  void cut() throws IOException {
    cut = true;
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        if (cut) {
          near.close();
          continue;
        }
        Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
        open.addAll(List.of(near, far));
        start(() -> pipe(near, far, false));
        start(() -> pipe(far, near, true));
      } catch (IOException e) {
        // Closed, by the test.
      }
    }
  }

  private void pipe(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      int count;
      while ((count = from.getInputStream().read(buffer)) >= 0) {
        // The tag of the answer to a commit, which the server sends when it is on its disk.
        if (answers
            && armed
            && new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT\0")) {
          armed = false;
          return;
        }
        to.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      // Cut.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
