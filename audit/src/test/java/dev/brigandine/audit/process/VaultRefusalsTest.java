package dev.brigandine.audit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.target.Forms;
import dev.brigandine.audit.testing.TrialModels;
import dev.brigandine.onnx.testing.Trained;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What succeeds on an application of the vault's user is refused by the vault. */
@Tag("vault")
class VaultRefusalsTest {
  @TempDir static Path folder;
  private static Forms forms;
  @TempDir Path scratch;

  @BeforeAll
  static void make() throws Exception {
    forms = TrialModels.of(Trained.RESNET, folder);
    assertThat(Tools.find("gcore")).as("apt-get install gdb").isPresent();
  }

  static Stream<Attack> all() {
    return Stream.of(
        new HookedSessionAttack(),
        new MemoryScanAttack(),
        new HeapDumpAttack(),
        new CoreFileAttack(),
        new TracesOnDiskAttack());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyWayIsRefused(Attack attack) throws Exception {
    Target target = forms.target(Protection.VAULT);
    assertThat(attack.hindrance(target)).isEmpty();
    Outcome outcome = attack.run(target, new Trial(scratch));
    assertThat(outcome.verdict()).as(outcome.toString()).isEqualTo(Verdict.REFUSED);
    assertThat(outcome.figures())
        .anyMatch(figure -> figure.id().equals("ways-refused") && figure.value() > 0);
  }

  @Test
  void theSameThievesGetItAllFromAnApplication() throws Exception {
    Target plain = forms.target(Protection.PLAIN);
    Known known = Known.of(plain, folder);
    try (VaultLab lab = new VaultLab(forms.target(Protection.VAULT).installed().orElseThrow())) {
      Path onnx = lab.lend(plain.originalFile());
      try (VictimProcess victim = lab.bare(onnx).opened()) {
        String pid = Long.toString(victim.pid());
        Sieve memory = known.sieve();
        assertThat(lab.memory(victim.pid(), memory)).isTrue();
        assertThat(memory.loot().original()).isGreaterThan(0.99);
        Path dump = lab.working().resolve("heap.hprof");
        String jcmd = Tools.ofJdk("jcmd").orElseThrow().toString();
        lab.run(jcmd, pid, "GC.heap_dump", "-all", dump.toString());
        assertThat(dump).exists();
        assertThat(lab.run(jcmd, pid, "VM.version").output()).contains("JDK");
        lab.run("gcore", "-o", lab.working().resolve("core").toString(), pid);
        assertThat(lab.working().resolve("core." + pid)).exists();
        Tools.Ended gdb = lab.run("gdb", "-nx", "-batch", "-p", pid, "-ex", "print $pc");
        assertThat(gdb.output()).contains("$1 = ");
        Files.delete(dump);
      }
    }
  }
}
