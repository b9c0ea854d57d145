package dev.brigandine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's section on the vault, run by a shell as it stands there, with curl. */
@Tag("clients")
class VaultReadmeTest {
  @TempDir Path folder;

  @Test
  void theReadmesVaultAnswersCurl() throws Exception {
    prepare();
    int port = freePort();
    String block = block().replace("8490", Integer.toString(port));
    assertThat(block).contains("vault --config vault.yaml &", "/infer", "/v1/embeddings");
    String ready = WAIT.replace("8490", Integer.toString(port));
    String script =
        "set -e\nbrigandine() { "
            + command()
            + " \"$@\"; }\n"
            + block
                .replace("curl -s", "echo; curl -sS --fail")
                .replace(
                    "vault.yaml &", "vault.yaml &\nvault=$!\ntrap 'kill $vault' EXIT\n" + ready);
    Files.writeString(folder.resolve("walk.sh"), script);
    Process shell =
        new ProcessBuilder("bash", "walk.sh")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    boolean ended = shell.waitFor(3, TimeUnit.MINUTES);
    shell.descendants().forEach(ProcessHandle::destroy);
    shell.destroy();
    String said = Files.readString(folder.resolve("said"));
    assertThat(ended).as(said).isTrue();
    assertThat(shell.exitValue()).as(said).isZero();
    assertThat(said)
        .contains("not-dumpable", "local " + folder.resolve("vault.sock"))
        .contains("\"name\":\"last_hidden_state\",\"datatype\":\"FP32\",\"shape\":[1,4,384]")
        .contains("\"object\":\"embedding\"");
  }

  private static final String WAIT =
      "until curl -s --fail -o none http://127.0.0.1:8490/v2/health/ready;"
          + " do kill -0 $vault || exit 1; sleep 0.1; done\n";

  private void prepare() throws IOException {
    copy("/all-minilm-l6-v2.onnx", "model.onnx");
    copy("/all-minilm-l6-v2-tokenizer.json", "tokenizer.json");
    run("keygen -o vendor.key --pub vendor.pub --insecure-no-passphrase");
    run("device init -o device.key --pub device.pub --insecure-no-passphrase");
    run(
        "protect model.onnx -o model.brig --key vendor.key --id a/b --model-version 1 --armor none");
    run(
        "license issue --key vendor.key --bundle model.brig --device device.pub"
            + " --expires 2099-01-31 -o licence.jwt");
  }

  private void copy(String resource, String name) throws IOException {
    try (InputStream in = VaultReadmeTest.class.getResourceAsStream(resource)) {
      Files.copy(in, folder.resolve(name));
    }
  }

  private void run(String line) throws IOException {
    List<String> inFolder = new ArrayList<>();
    for (String word : line.split(" ")) {
      boolean file = word.matches(".*\\.(key|pub|onnx|brig|jwt)");
      inFolder.add(file ? folder.resolve(word).toString() : word);
    }
    SeenTerminal terminal = new SeenTerminal(folder);
    terminal.clock(Instant.now());
    int status = terminal.run(inFolder.toArray(String[]::new));
    assertThat(status).as(terminal.err()).isZero();
  }

  private String command() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return "CLASSPATH='"
        + System.getProperty("java.class.path")
        + "' ORT_DISABLE_TELEMETRY=1 '"
        + java
        + "' @"
        + root().resolve("vault/dist/vault.options")
        + " dev.brigandine.cli.Main";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The first shell block of the section. */
  private static String block() throws IOException {
    String readme = Files.readString(root().resolve("README.md"));
    String section = readme.substring(readme.indexOf("## In a vault"));
    int from = section.indexOf("```sh\n") + 6;
    return section.substring(from, section.indexOf("```", from));
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isRegularFile(here.resolve("README.md")) ? here : here.getParent();
  }
}
