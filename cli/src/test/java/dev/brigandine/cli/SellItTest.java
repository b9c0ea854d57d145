package dev.brigandine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.cli.script.ModelMaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's walk-through, run by a shell as it stands there, each command a process. */
class SellItTest {
  private static final Pattern EXIT = Pattern.compile("# exit (\\d+)");

  @TempDir Path folder;

  @Test
  void theWalkThroughOfTheReadmeDoesWhatItSays() throws Exception {
    prepare();
    int port = freePort();
    List<String> lines = lines();
    assertThat(lines).hasSizeGreaterThan(8);
    StringBuilder script =
        new StringBuilder("brigandine() { ").append(command()).append(" \"$@\"; }\n");
    List<String> expected = new ArrayList<>();
    for (String line : lines) {
      boolean background = line.endsWith("&");
      script.append(
          background
              ? line.replace("&", "--port " + port + " &")
              : line.replace("8480", "" + port));
      script.append("\necho \"exit $?\" >> statuses\n");
      if (background) {
        script.append("server=$!\ntrap 'kill $server' EXIT\n");
        script.append("until (exec 3<>/dev/tcp/127.0.0.1/").append(port);
        script.append(") 2>/dev/null; do kill -0 $server || exit 1; sleep 0.1; done\n");
      }
      Matcher exit = EXIT.matcher(line);
      expected.add("exit " + (exit.find() ? exit.group(1) : "0"));
    }
    // The page's dates must not age.
    int year = Year.now(ZoneOffset.UTC).getValue();
    Files.writeString(
        folder.resolve("walk.sh"), script.toString().replace("2027-", (year + 1) + "-"));

    Process shell =
        new ProcessBuilder("bash", "walk.sh")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    boolean ended = shell.waitFor(5, TimeUnit.MINUTES);
    shell.descendants().forEach(ProcessHandle::destroy);
    shell.destroy();
    String said = Files.readString(folder.resolve("said"));
    assertThat(ended).as(said).isTrue();
    assertThat(Files.readAllLines(folder.resolve("statuses"))).as(said).isEqualTo(expected);
    assertThat(expected).contains("exit 23", "exit 24");
  }

  private void prepare() throws IOException {
    ModelMaker.write(folder.resolve("model.onnx"), "tiny");
    Files.writeString(folder.resolve("in.json"), "{\"x\": [[1, 2, 3, 4]]}");
    run("keygen", "-o", "vendor.key", "--pub", "vendor.pub", "--insecure-no-passphrase");
    run(
        "protect",
        "model.onnx",
        "-o",
        "model.brig",
        "--key",
        "vendor.key",
        "--id",
        "acme/tiny",
        "--model-version",
        "1");
    for (String device : List.of("one", "two", "three")) {
      run("device", "init", "-o", device + ".key", "--insecure-no-passphrase");
    }
  }

  private void run(String... arguments) throws IOException {
    List<String> inFolder = new ArrayList<>();
    for (String argument : arguments) {
      inFolder.add(
          argument.matches(".*\\.(key|pub|onnx|brig)")
              ? folder.resolve(argument).toString()
              : argument);
    }
    SeenTerminal terminal = new SeenTerminal(folder);
    int status = terminal.run(inFolder.toArray(String[]::new));
    assertThat(status).as(terminal.err()).isZero();
  }

  private String command() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // A long command line once ended the process: ONNX Runtime 1.29 matches it by recursion.
    return "XDG_STATE_HOME='"
        + folder.resolve("state")
        + "' CLASSPATH='"
        + System.getProperty("java.class.path")
        + "' '"
        + java
        + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlong="
        + "x".repeat(20_000)
        + " dev.brigandine.cli.Main";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The block of the section «Sell it». */
  private static List<String> lines() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.isRegularFile(here.resolve("README.md")) ? here : here.getParent();
    String readme = Files.readString(root.resolve("README.md"));
    String section = readme.substring(readme.indexOf("## Sell it"));
    int from = section.indexOf("```sh\n") + 6;
    return section.substring(from, section.indexOf("```", from)).lines().toList();
  }
}
