package dev.brigandine.audit.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.testing.TrialModels;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.testing.Trained;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileScanAttackTest {
  @TempDir Path folder;

  @Test
  void thePlainModelIsStolenWhole() throws Exception {
    Outcome outcome = run(Protection.PLAIN);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(figure(outcome, "share-of-weights")).isGreaterThan(0.99);
    assertThat(figure(outcome, "models-found")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(value = Protection.class, mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void protectedFilesYieldNothing(Protection form) throws Exception {
    Outcome outcome = run(form);
    assertThat(outcome.verdict()).as(outcome.toString()).isEqualTo(Verdict.NOTHING);
    assertThat(figure(outcome, "share-of-weights")).isZero();
    assertThat(figure(outcome, "entropy")).isGreaterThan(7.5);
    assertThat(outcome.notes()).anyMatch(note -> note.contains("whoever copies all three"));
  }

  /** A temp file with one tensor of the original, beside the bundle. */
  @Test
  void oneTensorThatLeaksIsFound() throws Exception {
    Target target = TrialModels.of(Trained.RESNET, folder).target(Protection.ARMORED);
    Constant tensor =
        target.original().toGraph().graph().constants().values().stream()
            .max(Comparator.comparing(constant -> constant.elements().byteLength()))
            .orElseThrow();
    byte[] leak = Planted.within(new Random(5), 3_000_000, 1_234_567, tensor.load().array());
    Files.write(target.folder().resolve("tmp123.cache"), leak);
    Outcome outcome = new FileScanAttack().run(target, new Run(folder));
    assertThat(outcome.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(figure(outcome, "longest-run")).isGreaterThan(tensor.elements().byteLength() - 64.0);
  }

  private Outcome run(Protection form) throws Exception {
    Target target = TrialModels.of(Trained.RESNET, folder).target(form);
    return new FileScanAttack().run(target, new Run(folder));
  }

  private static double figure(Outcome outcome, String id) {
    return outcome.figures().stream()
        .filter(figure -> figure.id().equals(id))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  private record Run(Path scratch) implements AttackRun {
    @Override
    public long seed() {
      return 1;
    }

    @Override
    public Duration left() {
      return Duration.ofMinutes(1);
    }

    @Override
    public void progress(double share, String what) {}
  }
}
