package dev.brigandine.audit.process;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The audit's end of the agent's connection: on the loopback interface, for one agent that knows
 * the token. What arrives is kept in memory.
 */
final class HookListener implements AutoCloseable {
  private final ServerSocket server;
  private final byte[] token = new byte[Frames.TOKEN];
  private final Recording recording = new Recording();
  private final Thread reader;
  private IOException failure;
  private boolean connected;

  HookListener() throws IOException {
    new SecureRandom().nextBytes(token);
    server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
    reader = new Thread(this::listen, "audit-hook");
    reader.setDaemon(true);
    reader.start();
  }

  /** For the agent's environment. */
  String address() {
    return server.getLocalPort() + ":" + HexFormat.of().formatHex(token);
  }

  /**
   * All that was sent, once the victim has ended.
   *
   * @throws IOException if no agent came, or its account is not whole
   */
  Recording recording() throws IOException, InterruptedException {
    synchronized (this) {
      if (!connected) {
        server.close();
      }
    }
    reader.join();
    if (!connected) {
      throw new IOException("no agent was heard of: the process ran without it");
    }
    if (failure != null) {
      throw failure;
    }
    if (recording.failure().isPresent()) {
      throw new IOException("the agent failed at " + recording.failure().get());
    }
    return recording;
  }

  /** Whether an agent ran in the victim. */
  synchronized boolean heard() {
    return connected;
  }

  private void listen() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept();
          DataInputStream in =
              new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16))) {
        socket.setSoTimeout(10_000);
        if (!MessageDigest.isEqual(in.readNBytes(token.length), token)) {
          continue;
        }
        synchronized (this) {
          connected = true;
        }
        socket.setSoTimeout(0);
        recording.read(in);
        return;
      } catch (IOException e) {
        if (heard()) {
          failure = e;
          return;
        }
        // A stranger who says nothing, or the end.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
