package dev.brigandine.license.token;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A TPM of one's own: swtpm on a socket, without a resource manager. */
final class SoftwareTpm implements AutoCloseable {
  private final Path state;
  private final Path socket;
  private Process process;

  SoftwareTpm(Path state) {
    this.state = state;
    this.socket = state.resolve("tpm");
  }

  SoftwareTpm start() throws Exception {
    Files.createDirectories(state);
    try {
      process =
          new ProcessBuilder(
                  "swtpm",
                  "socket",
                  "--tpm2",
                  "--tpmstate",
                  "dir=" + state,
                  "--server",
                  "type=unixio,path=" + socket,
                  "--flags",
                  "not-need-init,startup-clear")
              .redirectErrorStream(true)
              .redirectOutput(state.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError("swtpm is missing: apt-get install -y swtpm", e);
    }
    for (int i = 0; i < 500 && !Files.exists(socket); i++) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("swtpm ended: " + Files.readString(state.resolve("log")));
      }
    }
    return this;
  }

  SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    Files.deleteIfExists(socket);
  }
}
