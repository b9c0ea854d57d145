package dev.brigandine.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link VaultChild} in a process of its own. */
final class VaultProcess implements AutoCloseable {
  private final Process process;
  private final Path socket;

  private VaultProcess(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /**
   * @param folder an empty one, for the socket and the vault's state
   * @param sealed bundle, licence and device key
   */
  static VaultProcess start(
      Path folder, List<String> sealed, int threads, int concurrency, int batch)
      throws IOException {
    Path socket = folder.resolve("vault.sock");
    Path state = Files.createDirectories(folder.resolve("state"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() > 17) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(String.join(File.pathSeparator, ChildClassPath.whole()));
    command.add(VaultChild.class.getName());
    command.add(socket.toString());
    command.add(state.toString());
    command.addAll(sealed);
    command.add(Integer.toString(threads));
    command.add(Integer.toString(concurrency));
    command.add(Integer.toString(batch));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    VaultProcess started = new VaultProcess(process, socket);
    boolean done = false;
    try {
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      if (!VaultChild.READY.equals(out.readLine())) {
        throw new IOException("the vault did not start");
      }
      done = true;
      return started;
    } finally {
      if (!done) {
        started.close();
      }
    }
  }

  Path socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
