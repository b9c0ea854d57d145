package dev.brigandine.vault.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartedWithTest {
  private static final Path JDK = Path.of("/opt/jdk");

  @TempDir Path folder;

  @Test
  void takesAnOrdinaryStart() {
    with(
            Map.of("PATH", "/bin", "LD_PRELOAD", " "),
            List.of("-Xmx1g"),
            List.of("/opt/jdk/lib/libjvm.so"))
        .refuse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS",
        "JDK_JAVA_OPTIONS",
        "LD_PRELOAD",
        "LD_AUDIT"
      })
  void refusesVariablesByNameAndTellsNoValue(String name) {
    assertThatThrownBy(
            () -> with(Map.of(name, "/home/mallory/evil"), List.of(), List.of()).refuse())
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining(name)
        .hasMessageNotContaining("mallory")
        .extracting(e -> ((BrigandineException) e).code())
        .isEqualTo(ErrorCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-javaagent:/home/mallory/a.jar",
        "-agentlib:jdwp=transport=dt_socket",
        "-agentpath:/home/mallory/a.so",
        "-Xrunjdwp",
        "-Xbootclasspath/a:/home/mallory",
        "--patch-module=java.base=/home/mallory",
        "-XX:OnError=/home/mallory/run",
        "-XX:OnOutOfMemoryError=/home/mallory/run",
        "-XX:+HeapDumpOnOutOfMemoryError",
        "-XX:Flags=/home/mallory/flags"
      })
  void refusesOptionsAndTellsNoValue(String option) {
    assertThatThrownBy(() -> with(Map.of(), List.of("-Xmx1g", option), List.of()).refuse())
        .isInstanceOf(BrigandineException.class)
        .hasMessageNotContaining("mallory");
  }

  @Test
  void refusesAnAgentThatIsThereWithoutAnOption() {
    assertThatThrownBy(
            () -> with(Map.of(), List.of(), List.of("/opt/jdk/lib/libinstrument.so")).refuse())
        .hasMessageContaining("libinstrument.so");
  }

  @Test
  void refusesALibraryThatOthersPutThere() throws Exception {
    Path library = Files.writeString(folder.resolve("evil.so"), "");
    Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> with(Map.of(), List.of(), List.of(library.toString())).refuse())
        .hasMessageContaining("evil.so");
  }

  @Test
  void refusesALibraryPathThatOthersMayWrite() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(
            () ->
                with(Map.of("LD_LIBRARY_PATH", "/usr/lib:" + folder), List.of(), List.of())
                    .refuse())
        .hasMessageContaining("LD_LIBRARY_PATH")
        .hasMessageNotContaining(folder.toString());
    assertThatThrownBy(
            () -> with(Map.of("LD_LIBRARY_PATH", "relative"), List.of(), List.of()).refuse())
        .hasMessageContaining("LD_LIBRARY_PATH");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    with(Map.of("LD_LIBRARY_PATH", "/usr/lib:" + folder), List.of(), List.of()).refuse();
  }

  @Test
  void theLastWordOnAFlagCounts() {
    StartedWith started =
        with(
            Map.of(),
            List.of("-XX:+UsePerfData", "-XX:-UsePerfData", "-XX:ErrorFile=/a", "-XX:ErrorFile=/b"),
            List.of());
    assertThat(started.flag("UsePerfData")).contains(false);
    assertThat(started.flag("DisableAttachMechanism")).isEqualTo(Optional.empty());
    assertThat(started.value("ErrorFile")).contains("/b");
  }

  @Test
  void readsWhatIsMappedAsCode() {
    assertThat(
            StartedWith.code(
                List.of(
                    "7f00-7f10 r--p 00000000 fe:00 12     /usr/lib/libc.so.6",
                    "7f10-7f20 r-xp 00000000 fe:00 12     /usr/lib/libc.so.6",
                    "7f20-7f30 r-xp 00000000 fe:00 13     /tmp/with a space.so (deleted)",
                    "7f30-7f40 rwxp 00000000 00:00 0 ",
                    "7f40-7f50 r-xp 00000000 00:00 0      [vdso]")))
        .containsExactly("/tmp/with a space.so (deleted)", "/usr/lib/libc.so.6");
  }

  private static StartedWith with(
      Map<String, String> variables, List<String> options, List<String> libraries) {
    return new StartedWith(variables, options, libraries, JDK);
  }
}
