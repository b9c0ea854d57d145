package dev.brigandine.audit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.files.KnownContent;
import dev.brigandine.audit.target.Forms;
import dev.brigandine.audit.testing.TrialModels;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.testing.Trained;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that leak on purpose: the right place is found, and no other. */
class PlantedLeaksTest {
  private static final int CLEAN_RUNS = 20;

  @TempDir static Path folder;
  private static Forms forms;
  private static Target armored;
  private static Known known;
  @TempDir Path scratch;

  @BeforeAll
  static void make() throws Exception {
    forms = TrialModels.of(Trained.RESNET, folder);
    armored = forms.target(Protection.ARMORED);
    known = Known.of(armored, Files.createDirectories(folder.resolve("hook")));
  }

  @Test
  void oneTensorInATemporaryFile() throws Exception {
    Path leak = write("leak", largest(armored.original().toGraph().graph().constants()));
    VictimStart start = leaky("copy", leak);
    Loot disk = TracesOnDiskAttack.search(known, start, armored);
    assertThat(disk.original()).isBetween(0.01, 0.99);
    assertThat(disk.captured()).hasValue(0.0);
    assertThat(disk.keys()).isZero();
    assertThat(disk.device()).isFalse();
    assertThat(heap(leaky("copy", leak)).original()).isZero();
  }

  @Test
  void theWholePlaintextInATemporaryFile() throws Exception {
    Loot disk = TracesOnDiskAttack.search(known, leaky("copy", armored.originalFile()), armored);
    assertThat(disk.original()).isGreaterThan(0.99);
    assertThat(disk.names()).isPositive();
  }

  @Test
  void theWholePlaintextOnTheHeap() throws Exception {
    VictimStart start = leaky("heap", armored.originalFile());
    assertThat(heap(start).original()).isGreaterThan(0.99);
    assertThat(TracesOnDiskAttack.search(known, start, armored).none()).isTrue();
  }

  @Test
  void aKeyTensorInTheLog() throws Exception {
    byte[] key = largest(armored.captured().keys());
    Path hex = Files.writeString(scratch.resolve("hex"), HexFormat.of().formatHex(key));
    Loot disk = TracesOnDiskAttack.search(known, leaky("log", hex), armored);
    assertThat(disk.keys()).isEqualTo(1);
    assertThat(disk.exceptDevice()).isEqualTo(disk);
    assertThat(disk.original()).isZero();
  }

  @Test
  void theDeviceKeyInTheLog() throws Exception {
    Loot disk =
        TracesOnDiskAttack.search(
            known, leaky("log", armored.installed().orElseThrow().device()), armored);
    assertThat(disk.device()).isTrue();
    assertThat(disk.exceptDevice().none()).isTrue();
  }

  /** The application runs another model; what is looked for is not there to be found. */
  @Test
  @Tag("vault")
  void cleanRunsRaiseNoAlarm() throws Exception {
    Forms others = TrialModels.of(Trained.LSTM, Files.createDirectory(folder.resolve("others")));
    Set<String> shared = new HashSet<>(names(others.target(Protection.PLAIN)));
    shared.retainAll(names(armored));
    for (int i = 0; i < CLEAN_RUNS; i++) {
      Protection form = i % 2 == 0 ? Protection.PLAIN : Protection.ARMORED;
      Target other = others.target(form);
      Sieve memory = known.sieve();
      try (VictimProcess victim = VictimStart.of(other, scratch).start()) {
        MemoryWatch.stops(victim, pid -> memory.memory(pid).loot().bytes() < 1 << 27);
        victim.opened().run(other.data().test().item(0));
        memory.memory(victim.pid());
      }
      assertClean(i, "memory", memory.loot(), shared);
      Loot heap = HeapDumpAttack.search(known, VictimStart.of(other, scratch), other, scratch);
      assertClean(i, "heap", heap, shared);
      Loot disk = TracesOnDiskAttack.search(known, VictimStart.of(other, scratch), other);
      assertClean(i, "disk", disk, shared);
    }
  }

  private static Set<String> names(Target target) throws IOException {
    return KnownContent.of(target.original().toGraph()).names();
  }

  /**
   * @param shared names that both models have
   */
  private static void assertClean(int run, String where, Loot loot, Set<String> shared) {
    assertThat(loot.bytes()).isPositive();
    assertThat(loot.original()).as("%s, run %d: %s", where, run, loot).isZero();
    assertThat(loot.captured()).as("%s, run %d: %s", where, run, loot).hasValue(0.0);
    assertThat(loot.names())
        .as("%s, run %d: %s", where, run, loot)
        .isLessThanOrEqualTo(shared.size());
    assertThat(loot.keys()).as("%s, run %d: %s", where, run, loot).isZero();
    assertThat(loot.device()).as("%s, run %d: %s", where, run, loot).isFalse();
  }

  private Loot heap(VictimStart start) throws Exception {
    return HeapDumpAttack.search(known, start, armored, scratch);
  }

  private VictimStart leaky(String how, Path what) throws IOException {
    return VictimStart.of(armored, scratch)
        .main(LeakyApp.class.getName())
        .options("-Dleak." + how + "=" + what.toAbsolutePath());
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(scratch.resolve(name), bytes);
  }

  private static byte[] largest(Map<String, Constant> constants) throws IOException {
    List<Constant> all = List.copyOf(constants.values());
    ByteBuffer elements =
        all.stream().max(Comparator.comparing(Constant::count)).orElseThrow().load();
    byte[] bytes = new byte[elements.remaining()];
    elements.get(bytes);
    return bytes;
  }
}
