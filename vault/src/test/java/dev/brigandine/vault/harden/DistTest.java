package dev.brigandine.vault.harden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is packed starts a vault the way the vault wants to be started. */
class DistTest {
  private static final Path DIST = Path.of("dist");
  private static final Path LAUNCHER = Path.of("..", "brigandine");

  @Test
  void theOptionsLeaveNothingForTheVaultToMiss() throws IOException {
    StartedWith started = new StartedWith(Map.of(), options(), List.of(), Path.of("/"));
    started.refuse();
    assertThat(Linux.attachable(started)).isEmpty();
    assertThat(Linux.dumpsOfTheJvm(started)).isEmpty();
  }

  @Test
  void theUnitStartsItAsTheLauncherDoes() throws IOException {
    Map<String, List<String>> unit = unit();
    assertThat(unit.get("ExecStart").get(0))
        .startsWith("/usr/bin/java @/opt/brigandine/vault.options ")
        .contains(" -D" + EngineFiles.PROPERTY + "=/opt/brigandine/native ")
        .contains(" dev.brigandine.cli.Main vault --config ");
    assertThat(unit.get("ExecReload").get(0)).contains(" vault reload ");
    assertThat(words(unit, "Environment"))
        .contains("ORT_DISABLE_TELEMETRY=1", "MALLOC_ARENA_MAX=2");
    assertThat(words(unit, "UnsetEnvironment"))
        .containsAll(StartedWith.AGENT_VARIABLES)
        .containsAll(StartedWith.PRELOAD_VARIABLES);
  }

  @Test
  void theUnitGivesWhatTheMeasuresNeed() throws IOException {
    Map<String, List<String>> unit = unit();
    assertThat(unit.get("User").get(0)).isNotEqualTo("root");
    assertThat(unit)
        .containsEntry("LimitCORE", List.of("0"))
        .containsEntry("LimitMEMLOCK", List.of("infinity"))
        .containsEntry("NoNewPrivileges", List.of("yes"))
        .containsEntry("ProtectSystem", List.of("strict"))
        .containsEntry("PrivateTmp", List.of("yes"))
        .containsEntry("PrivateDevices", List.of("yes"))
        .containsEntry("ProtectProc", List.of("invisible"))
        // The JIT; and callers' uids must be told apart.
        .containsEntry("MemoryDenyWriteExecute", List.of("no"))
        .doesNotContainKey("PrivateUsers");
    assertThat(words(unit, "RestrictAddressFamilies")).contains("AF_UNIX");
    assertThat(words(unit, "SystemCallFilter")).contains("@system-service", "mlockall", "seccomp");
  }

  @Test
  void theContainerRunsAsNobodyElse() throws IOException {
    List<String> lines = Files.readAllLines(DIST.resolve("Containerfile"));
    assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
        .isNotEmpty()
        .noneMatch(line -> line.contains("/") || line.contains("."));
    assertThat(argument(lines, "USER")).matches("[1-9][0-9]+:[1-9][0-9]+");
    assertThat(String.join(" ", lines))
        .contains("\"@/opt/brigandine/vault.options\"", "\"dev.brigandine.cli.Main\", \"vault\"]");
    assertThat(argument(lines, "ENV")).contains("ORT_DISABLE_TELEMETRY=1");
  }

  /** Before Java, or anything else, is started. */
  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -Da=mallory, JAVA_TOOL_OPTIONS",
    "_JAVA_OPTIONS, -Da=mallory, _JAVA_OPTIONS",
    "JDK_JAVA_OPTIONS, -Da=mallory, JDK_JAVA_OPTIONS",
    "LD_AUDIT, /mallory, LD_AUDIT",
    "BRIGANDINE_JAVA_OPTS, -Xmx1g -javaagent:/mallory, BRIGANDINE_JAVA_OPTS",
    "BRIGANDINE_JAVA_OPTS, -agentlib:jdwp=mallory, BRIGANDINE_JAVA_OPTS",
  })
  void theLauncherRefusesCodeOfOthers(String name, String value, String told) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", LAUNCHER.toString(), "vault", "--config", "nowhere.yaml");
    builder.environment().put(name, value);
    builder.environment().put("JAVA_HOME", "/nowhere");
    Process process = builder.start();
    String talk = new String(process.getErrorStream().readAllBytes());
    assertThat(process.waitFor()).as(talk).isEqualTo(2);
    assertThat(talk.lines().filter(line -> line.startsWith("brigandine: ")).findFirst())
        .hasValueSatisfying(line -> assertThat(line).contains(told).doesNotContain("mallory"));
  }

  @Test
  void theLauncherKnowsTheSameVariables() throws IOException {
    String launcher = Files.readString(LAUNCHER);
    for (String name : StartedWith.AGENT_VARIABLES) {
      assertThat(launcher).contains(" " + name);
    }
    for (String name : StartedWith.PRELOAD_VARIABLES) {
      assertThat(launcher).contains(" " + name);
    }
    assertThat(launcher).contains("vault/dist/vault.options");
  }

  private static List<String> options() throws IOException {
    return Files.readAllLines(DIST.resolve("vault.options")).stream()
        .filter(line -> line.startsWith("-"))
        .toList();
  }

  private static Map<String, List<String>> unit() throws IOException {
    Map<String, List<String>> unit = new HashMap<>();
    for (String line : Files.readAllLines(DIST.resolve("brigandine-vault.service"))) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        unit.computeIfAbsent(line.substring(0, equals), name -> new ArrayList<>())
            .add(line.substring(equals + 1));
      }
    }
    return unit;
  }

  private static List<String> words(Map<String, List<String>> unit, String name) {
    return List.of(String.join(" ", unit.get(name)).split(" ", -1));
  }

  private static String argument(List<String> lines, String instruction) {
    Optional<String> found =
        lines.stream().filter(line -> line.startsWith(instruction + " ")).findFirst();
    return found.orElseThrow().substring(instruction.length() + 1);
  }
}
