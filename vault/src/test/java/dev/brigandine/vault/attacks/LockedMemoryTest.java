package dev.brigandine.vault.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether a vault's memory is locked depends on what its starter lets it. */
@Tag("vault")
class LockedMemoryTest {
  private static Lab lab;

  @BeforeAll
  static void build() throws Exception {
    lab = new Lab();
  }

  @AfterAll
  static void clear() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void allOfItWhereItMay() throws Exception {
    try (Target target =
        start(List.of("--inh-caps", "-all,+ipc_lock", "--ambient-caps", "+ipc_lock"))) {
      assertThat(target.reaches("measure keys-locked ON")).as(target.output()).isTrue();
      assertThat(target.reaches("ready")).as(target.output()).isTrue();
      assertThat(target.answers()).isTrue();
      // Memory that came after it, too: all that is resident and not shared with files.
      long locked = kilobytes(target, "smaps_rollup", "Locked:");
      assertThat(locked).isGreaterThan(kilobytes(target, "smaps_rollup", "Anonymous:"));
    }
  }

  /** Where there is a limit, nothing is locked, and nothing fails at the limit later. */
  @Test
  void noneOfItWhereThereIsALimit() throws Exception {
    try (Target target = start(List.of("--inh-caps", "-all"))) {
      assertThat(target.reaches("measure keys-locked OFF")).as(target.output()).isTrue();
      assertThat(target.reaches("ready")).as(target.output()).isTrue();
      for (int run = 0; run < 3; run++) {
        assertThat(target.answers()).isTrue();
      }
      assertThat(kilobytes(target, "status", "VmLck:")).isZero();
    }
  }

  private static Target start(List<String> rights) throws Exception {
    String id = Integer.toString(Lab.VAULT);
    List<String> before =
        new ArrayList<>(List.of("prlimit", "--memlock=8388608:8388608", "setpriv", "--reuid", id));
    before.addAll(List.of("--regid", id, "--clear-groups"));
    before.addAll(rights);
    return Target.start(lab, true, Lab.VAULT, Map.of(), List.of(), before);
  }

  private static long kilobytes(Target target, String file, String name) throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc", target.pid(), file))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new AssertionError("no " + name + " in " + file);
  }
}
