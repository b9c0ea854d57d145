package dev.brigandine.licenseserver.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A line to a server that fails by a seed: delays, drops a connection before or after the request
 * went through, cuts an answer, sends a request twice, or is cut altogether.
 */
final class FaultLine implements AutoCloseable {
  /** What happens to a connection. */
  enum Fault {
    NONE,
    DELAY,
    DROP,
    /** The request arrives; its answer does not. */
    DROP_ANSWER,
    /** Half of the answer arrives. */
    CUT_ANSWER,
    /** The request arrives twice; the second's answer is what comes back. */
    TWICE
  }

  private static final Fault[] FAULTS = Fault.values();

  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Random random;
  private final int percent;
  private volatile int to;
  private volatile boolean cut;

  /**
   * @param percent of connections that fail
   */
  FaultLine(int to, long seed, int percent) throws IOException {
    this.to = to;
    this.random = new Random(seed);
    this.percent = percent;
    door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  String address() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  int port() {
    return door.getLocalPort();
  }

  void leadTo(int port) {
    to = port;
  }

  void cut() throws IOException {
    cut = true;
    for (Socket socket : open) {
      socket.close();
    }
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        Fault fault;
        synchronized (random) {
          fault =
              random.nextInt(100) < percent
                  ? FAULTS[1 + random.nextInt(FAULTS.length - 1)]
                  : Fault.NONE;
        }
        start(() -> serve(near, fault));
      } catch (IOException e) {
        // Closed, by the test.
      }
    }
  }

  private void serve(Socket near, Fault fault) {
    open.add(near);
    try (near) {
      if (cut || fault == Fault.DROP) {
        near.setSoLinger(true, 0);
        return;
      }
      byte[] request = request(near.getInputStream());
      if (fault == Fault.DELAY) {
        TimeUnit.MILLISECONDS.sleep(300);
      }
      byte[] answer = ask(request);
      if (fault == Fault.TWICE) {
        answer = ask(request);
      }
      if (cut || fault == Fault.DROP_ANSWER) {
        near.setSoLinger(true, 0);
        return;
      }
      int length = fault == Fault.CUT_ANSWER ? answer.length / 2 : answer.length;
      OutputStream out = near.getOutputStream();
      out.write(answer, 0, length);
      out.flush();
    } catch (IOException e) {
      // One end went away, which is what this is for.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(near);
    }
  }

  private byte[] ask(byte[] request) throws IOException {
    try (Socket far = new Socket()) {
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to), 5_000);
      far.setSoTimeout(20_000);
      far.getOutputStream().write(request);
      return far.getInputStream().readAllBytes();
    }
  }

  /** Clients here say how long the body is, and end after one. */
  private static byte[] request(InputStream in) throws IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    int length = -1;
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("cut");
      }
      bytes.write(b);
      String text = length < 0 ? bytes.toString(java.nio.charset.StandardCharsets.US_ASCII) : "";
      if (text.endsWith("\r\n\r\n")) {
        length = 0;
        for (String line : text.split("\r\n", -1)) {
          if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
            length = Integer.parseInt(line.substring(15).strip());
          }
        }
        bytes.write(in.readNBytes(length));
        return bytes.toByteArray();
      }
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fault-line");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    cut();
    door.close();
  }
}
