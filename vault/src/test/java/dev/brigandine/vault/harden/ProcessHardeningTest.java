package dev.brigandine.vault.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.vault.TinyModels;
import dev.brigandine.vault.Vendor;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In processes of their own: what is closed stays closed. */
class ProcessHardeningTest {
  @TempDir Path folder;

  @Test
  void aVaultStartedAsItShouldIsClosedAndRuns() throws Exception {
    Child child = start(Map.of(), "@dist/vault.options");
    child.until("waiting");
    if (!Linux.isHere()) {
      assertThat(child.states).containsEntry("not-dumpable", "NOT_AVAILABLE");
      return;
    }
    for (String id :
        new String[] {
          "not-dumpable",
          "no-core-files",
          "kept-out-of-dumps",
          "no-attach",
          "no-agents",
          "no-preload",
          "private-natives",
          "seccomp",
          "no-telemetry",
          "keys-wiped"
        }) {
      assertThat(child.states).as(id).containsEntry(id, "ON");
    }
    assertThat(child.lines).contains("answer 2.5", "no other program");
    // Loaded from there, and taken away.
    assertThat(child.value("engine")).startsWith(child.value("folder") + "/").endsWith("(deleted)");
    // What the kernel says of it; its own user may read that much.
    String status = Files.readString(Path.of("/proc", child.pid(), "status"));
    assertThat(status).containsPattern("NoNewPrivs:\\s1").containsPattern("Seccomp:\\s2");
    int quit = 1 << 2;
    assertThat(Long.parseUnsignedLong(field(status, "SigIgn"), 16) & quit).isEqualTo(quit);
    assertThat(folder.resolve("tmp")).isDirectoryContaining("glob:**/brigandine-vault-*");
    assertThat(Files.getPosixFilePermissions(Path.of(child.value("folder")))).hasSize(3);
    child.end();
    assertThat(folder.resolve("tmp")).isDirectoryNotContaining("glob:**/brigandine-vault-*");
    // ONNX Runtime's reporter keeps a log and a number of this machine.
    assertThat(folder.resolve("tmp")).isDirectoryNotContaining("glob:**/mat-debug-*");
    assertThat(folder.resolve("home")).isEmptyDirectory();
  }

  @Test
  void startedWithoutItsOptionsItTellsWhatIsMissing() throws Exception {
    Child child = start(Map.of());
    child.until("waiting");
    assertThat(child.states)
        .containsEntry("no-attach", "OFF")
        .containsEntry("no-core-files", Linux.isHere() ? "OFF" : "NOT_AVAILABLE");
    child.end();
  }

  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -Dharmless=1",
    "_JAVA_OPTIONS, -Dharmless=1",
    "JDK_JAVA_OPTIONS, -Dharmless=1",
    "LD_PRELOAD, libm.so.6",
  })
  void doesNotStartWithCodeOfOthers(String name, String value) throws Exception {
    Child child = start(Map.of(name, value), "@dist/vault.options");
    assertThat(child.process.waitFor()).isEqualTo(ErrorCode.USAGE.exitStatus());
    child.until("refused");
    assertThat(child.lines.get(child.lines.size() - 1)).contains(name).doesNotContain(value);
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void sweepsWhatADeadVaultLeftAndNothingOfALivingOne() throws Exception {
    Child living = start(Map.of(), "@dist/vault.options");
    living.until("waiting");
    Child killed = start(Map.of(), "@dist/vault.options");
    killed.until("waiting");
    killed.process.destroyForcibly().waitFor();
    assertThat(Path.of(killed.value("folder"))).exists();

    Child next = start(Map.of(), "@dist/vault.options");
    next.until("waiting");
    assertThat(Path.of(killed.value("folder"))).doesNotExist();
    assertThat(Path.of(living.value("folder"), "lock")).exists();
    living.end();
    next.end();
  }

  @Test
  void aLicenceThatAsksForAVaultOpensOnlyInAClosedOne() throws Exception {
    Vendor vendor = new Vendor(folder);
    Path bundle =
        vendor.protect(TinyModels.add(folder.resolve("add.onnx"), 1), 1, ProtectOptions.Armor.NONE);
    License asks =
        License.load(
            vendor.license(
                bundle,
                LicenseTerms.expiring(Vendor.END)
                    .conditions(Conditions.NONE.withIsolation(Isolation.VAULT))
                    .build()));
    License asksNot = License.load(vendor.license(bundle));

    Measure on = Item.SECCOMP.on("filtered");
    Measure optional = Item.NO_SWAP.off("it swaps", "swapoff");
    new ProcessHardening(List.of(on, optional)).require(asks);

    ProcessHardening open =
        new ProcessHardening(List.of(on, Item.NOT_DUMPABLE.off("prctl failed", "do this"), on));
    open.require(asksNot);
    assertThatThrownBy(() -> open.require(asks))
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ISOLATION_REQUIRED);
              assertThat(e.hint()).contains("do this");
            })
        .hasMessageContaining("not-dumpable is off: prctl failed");
    ProcessHardening elsewhere =
        new ProcessHardening(List.of(Item.NOT_DUMPABLE.none("not done on Haiku", "")));
    assertThatThrownBy(() -> elsewhere.require(asks))
        .hasMessageContaining("not available here")
        .extracting(e -> ((BrigandineException) e).hint())
        .isEqualTo(Optional.empty());
  }

  /** It looks, and leaves this process as it was. */
  @Test
  void probingTellsEveryMeasure() {
    List<Measure> seen = ProcessHardening.probe();
    assertThat(seen).extracting(Measure::id).doesNotHaveDuplicates().hasSize(Item.values().length);
    assertThat(seen).allSatisfy(measure -> assertThat(measure.detail()).isNotBlank());
    if (Linux.isHere()) {
      assertThat(Libc.dumpable()).isTrue();
      assertThat(Libc.seccompMode()).isZero();
    }
  }

  private static String field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  private Child start(Map<String, String> environment, String... options) throws IOException {
    Path model = TinyModels.add(folder.resolve("model.onnx"), 2.5f);
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-Xmx64m");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Closed.class.getName()));
    command.add(model.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    builder.environment().put("TMPDIR", temporary.toString());
    builder.environment().putAll(environment);
    return new Child(builder.start());
  }

  private static final class Child {
    final Process process;
    final List<String> lines = new ArrayList<>();
    final Map<String, String> states = new HashMap<>();
    private final BufferedReader reader;

    Child(Process process) {
      this.process = process;
      this.reader = process.inputReader();
    }

    String pid() {
      return Long.toString(process.pid());
    }

    void until(String beginning) throws IOException {
      String line;
      do {
        line = reader.readLine();
        assertThat(line).as("before '%s': %s", beginning, lines).isNotNull();
        lines.add(line);
        String[] words = line.split(" ", -1);
        if (words[0].equals("measure")) {
          states.put(words[1], words[2]);
        }
      } while (!line.startsWith(beginning));
    }

    String value(String name) {
      return lines.stream()
          .filter(line -> line.startsWith(name + " "))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElseThrow();
    }

    void end() throws Exception {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertThat(process.waitFor()).isZero();
    }
  }
}
