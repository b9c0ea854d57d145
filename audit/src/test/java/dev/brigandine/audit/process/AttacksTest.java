package dev.brigandine.audit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.target.Forms;
import dev.brigandine.audit.testing.TrialModels;
import dev.brigandine.onnx.testing.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the plain model every attack has it all; on protected ones what the page says. */
class AttacksTest {
  @TempDir static Path folder;
  private static Forms forms;
  @TempDir Path scratch;

  @BeforeAll
  static void make() throws Exception {
    forms = TrialModels.of(Trained.RESNET, folder);
  }

  static Stream<Attack> quick() {
    return Stream.of(
        new HookedSessionAttack(),
        new HeapDumpAttack(),
        new MemoryScanAttack(),
        new TracesOnDiskAttack());
  }

  @ParameterizedTest
  @MethodSource("quick")
  void aPlainModelIsStolen(Attack attack) throws Exception {
    Outcome outcome = run(attack, Protection.PLAIN);
    assertThat(outcome.verdict()).as(outcome.toString()).isEqualTo(Verdict.FULL);
    assertThat(value(outcome, "share-of-original-weights")).isBetween(0.0, 1.0);
  }

  @Test
  @Tag("vault")
  void hookedAnArmoredModelRunsWithItsKeysAlone() throws Exception {
    Outcome outcome = run(new HookedSessionAttack(), Protection.ARMORED);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    double original = value(outcome, "original");
    assertThat(value(outcome, "with-keys")).isEqualTo(original);
    assertThat(value(outcome, "with-initializers")).isLessThan(original / 2);
    assertThat(value(outcome, "graph-only")).isLessThan(original / 2);
    assertThat(value(outcome, "share-of-original-weights")).isZero();
    assertThat(value(outcome, "names-found")).isZero();
  }

  @Test
  void theHeapOfAnArmoredModelHoldsNothing() throws Exception {
    Outcome outcome = run(new HeapDumpAttack(), Protection.ARMORED);
    assertThat(outcome.verdict()).as(outcome.toString()).isEqualTo(Verdict.NOTHING);
  }

  @Test
  @Tag("vault")
  void memoryOfAnArmoredModelHoldsRewrittenWeights() throws Exception {
    Outcome outcome = run(new MemoryScanAttack(), Protection.ARMORED);
    assertThat(outcome.verdict()).as(outcome.toString()).isEqualTo(Verdict.PARTIAL);
    assertThat(value(outcome, "share-of-captured-weights")).isGreaterThan(0.5);
    assertThat(value(outcome, "key-tensors-found")).isPositive();
    assertThat(value(outcome, "share-of-original-weights")).isZero();
    assertThat(value(outcome, "names-found")).isZero();
  }

  @Test
  void anArmoredModelLeavesNothingOnDiskOfItself() throws Exception {
    Outcome outcome = run(new TracesOnDiskAttack(), Protection.ARMORED);
    assertThat(outcome.summary()).startsWith("of itself nothing;");
    assertThat(value(outcome, "provoked-share-of-original-weights")).isZero();
    assertThat(value(outcome, "provoked-share-of-captured-weights")).isGreaterThan(0.9);
  }

  @Test
  @Tag("vault")
  void coreFilesHoldAPlainModel() throws Exception {
    CoreFileAttack attack = new CoreFileAttack();
    assertThat(attack.hindrance(forms.target(Protection.PLAIN)))
        .as("apt-get install gdb")
        .isEmpty();
    assertThat(run(attack, Protection.PLAIN).verdict()).isEqualTo(Verdict.FULL);
    Outcome armored = run(attack, Protection.ARMORED);
    assertThat(armored.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(value(armored, "share-of-original-weights")).isZero();
  }

  private Outcome run(Attack attack, Protection form) throws Exception {
    Target target = forms.target(form);
    assertThat(attack.hindrance(target)).isEmpty();
    Outcome outcome = attack.run(target, new Trial(scratch));
    System.out.println(attack.card().id() + ", " + form.words() + ": " + outcome.summary());
    assertNoDumpIsLeft();
    return outcome;
  }

  private void assertNoDumpIsLeft() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.walk(scratch)) {
      names = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(names).noneMatch(name -> name.endsWith(".hprof") || name.startsWith("core."));
  }

  private static double value(Outcome outcome, String id) {
    return outcome.figures().stream()
        .filter(figure -> figure.id().equals(id))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no figure " + id));
  }
}
