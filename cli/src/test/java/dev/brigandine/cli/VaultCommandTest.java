package dev.brigandine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brigandine.cli.script.ModelMaker;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.ProtectedModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: it starts, is asked, is reloaded, and ends in order. */
class VaultCommandTest {
  @TempDir Path folder;
  private Process vault;

  @BeforeEach
  void prepare() throws IOException {
    brigandine("keygen -o vendor.key --pub vendor.pub --insecure-no-passphrase");
    brigandine("device init -o device.key --pub device.pub --insecure-no-passphrase");
    ModelMaker.write(folder.resolve("model.onnx"), "tiny");
    protect("model.brig", 1);
    license("--match none");
    Files.writeString(
        folder.resolve("vault.yaml"),
        """
        state: state
        local: {socket: vault.sock}
        models:
          - {name: tiny, bundle: model.brig, license: licence.jwt, device: device.key}
        """);
  }

  @AfterEach
  void end() {
    if (vault != null) {
      vault.destroyForcibly();
    }
  }

  @Test
  void itServesAndIsAskedReloadedAndStopped() throws Exception {
    BufferedReader out = start();
    assertThat(out.readLine()).isEqualTo("local " + folder.resolve("vault.sock"));
    try (ProtectedModel model = Brigandine.connect(folder.resolve("vault.sock"))) {
      assertThat(run(model)).containsExactly(20.5f, 10.5f, 0.5f);
      assertThat(model.manifest().modelVersion()).isEqualTo(1);
    }
    JsonObject status = status();
    assertThat(status.get("running").getAsBoolean()).isTrue();
    JsonObject model = status.getAsJsonArray("models").get(0).getAsJsonObject();
    assertThat(model.get("served").getAsInt()).isEqualTo(1);
    assertThat(model.get("ready").getAsBoolean()).isTrue();

    protect("model2.brig", 2);
    Files.move(
        folder.resolve("model2.brig"),
        folder.resolve("model.brig"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    license("--match none");
    assertThat(brigandine("vault reload --socket vault.sock").out()).contains("tiny", "replaced");
    try (ProtectedModel newer = Brigandine.connect(folder.resolve("vault.sock"))) {
      assertThat(newer.manifest().modelVersion()).isEqualTo(2);
    }

    Files.writeString(folder.resolve("licence.jwt"), "nonsense");
    SeenTerminal refused = terminal("vault reload --socket vault.sock", 1);
    assertThat(refused.out()).contains("tiny", "kept");
    try (ProtectedModel kept = Brigandine.connect(folder.resolve("vault.sock"))) {
      assertThat(run(kept)).containsExactly(20.5f, 10.5f, 0.5f);
    }

    vault.destroy();
    assertThat(vault.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("vault.sock")).doesNotExist();
    assertThat(Files.readString(folder.resolve("err"))).doesNotContain("Exception");
    // No vault there: what the machine could do, and that it is not all of it.
    assertThat(status().get("running").getAsBoolean()).isFalse();
    terminal("vault reload --socket vault.sock", 1);
  }

  @Test
  void aLicenceForAVaultWantsItClosed() throws Exception {
    license("--match none --isolation vault");
    // In this process it is refused, whatever is installed.
    Files.writeString(folder.resolve("in.json"), "{\"x\": [[1, 2, 3, 4]]}");
    SeenTerminal inProcess =
        terminal("run model.brig --license licence.jwt --device device.key --input in.json", 11);
    assertThat(inProcess.err()).contains("opens in a vault only");
    // The vault's own user is among the callers here, so that it is not as closed as that.
    start();
    assertThat(vault.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(vault.exitValue()).isEqualTo(11);
    assertThat(Files.readString(folder.resolve("err"))).contains("own-user");
  }

  @Test
  void itRefusesCodeOfOthers() throws Exception {
    start("JAVA_TOOL_OPTIONS", "-Dsome=thing");
    assertThat(vault.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(vault.exitValue()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("err"))).contains("JAVA_TOOL_OPTIONS");
    assertThat(folder.resolve("vault.sock")).doesNotExist();
  }

  @Test
  void aKeyIsMadeOnceForEachName() throws Exception {
    String key = brigandine("vault key --name app --keys keys").out().strip();
    assertThat(key).startsWith("brig_");
    assertThat(Files.readString(folder.resolve("keys"))).startsWith("app ").doesNotContain(key);
    terminal("vault key --name app --keys keys", 2);
    brigandine("vault key --name web --keys keys");
    assertThat(Files.readAllLines(folder.resolve("keys"))).hasSize(2);
  }

  private JsonObject status() throws IOException {
    String json = brigandine("vault status --json --socket vault.sock").out();
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static float[] run(ProtectedModel model) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{1, 2, 3, 4}});
        ProtectedModel.Result result = model.run(Map.of("x", x))) {
      return ((float[][]) result.get(0).getValue())[0];
    }
  }

  private BufferedReader start(String... environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + root().resolve("vault/dist/vault.options"));
    command.addAll(List.of("dev.brigandine.cli.Main", "vault", "--config"));
    command.add(folder.resolve("vault.yaml").toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    for (int i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    builder.redirectError(folder.resolve("err").toFile());
    vault = builder.start();
    return vault.inputReader(StandardCharsets.UTF_8);
  }

  private void protect(String bundle, int version) throws IOException {
    brigandine(
        "protect model.onnx -o "
            + bundle
            + " --key vendor.key --id a/tiny --model-version "
            + version);
  }

  private void license(String more) throws IOException {
    Files.deleteIfExists(folder.resolve("licence.jwt"));
    brigandine(
        "license issue --key vendor.key --bundle model.brig --device device.pub"
            + " --expires 2099-01-31 -o licence.jwt "
            + more);
  }

  private SeenTerminal brigandine(String line) throws IOException {
    return terminal(line, 0);
  }

  private SeenTerminal terminal(String line, int expected) throws IOException {
    SeenTerminal terminal = new SeenTerminal(folder);
    terminal.clock(Instant.now());
    int status = terminal.run(Arrays.stream(line.split(" ")).toArray(String[]::new));
    assertThat(status).as(terminal.out() + terminal.err()).isEqualTo(expected);
    return terminal;
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isRegularFile(here.resolve("README.md")) ? here : here.getParent();
  }
}
