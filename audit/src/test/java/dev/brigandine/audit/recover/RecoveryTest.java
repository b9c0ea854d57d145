package dev.brigandine.audit.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.Trained;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryTest {
  private static final double NOISE = 0.1;
  private static final int SEED = 3;

  @TempDir Path folder;

  private ModelGraph original(Trained trained) throws Exception {
    return OnnxModel.read(trained.write(folder)).toGraph();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESNET", "MOBILENET", "LSTM"})
  void undoesARewrite(Trained trained) throws Exception {
    ModelGraph original = original(trained);
    ModelGraph base = Copies.tuned(original, NOISE, SEED);
    Captured captured = Copies.captured(original, ArmorLevel.REWRITE, 0, SEED);
    assertThat(captured.graph().graph().constants().keySet())
        .doesNotContainAnyElementsOf(original.graph().constants().keySet());
    Recovery recovery = Recovery.of(captured, base, false, SEED, (share, what) -> {});
    assertThat(recovery.paired()).isGreaterThan(0.99);
    assertThat(recovery.differences()).isZero();
    assertThat(recovery.gates()).isZero();
    assertThat(recovery.model().graph().constants().keySet())
        .isEqualTo(base.graph().constants().keySet());
    // The answers are the same whatever factors are left, so accuracy tells and distance does not.
    assertThat(Copies.accuracy(recovery.model()))
        .as("seed %d", SEED)
        .isGreaterThan(trained.accuracy() - 0.01);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESNET", "MOBILENET", "LSTM"})
  void undoesTheDefaultArmorWithoutKeys(Trained trained) throws Exception {
    ModelGraph original = original(trained);
    ModelGraph base = Copies.tuned(original, NOISE, SEED);
    Captured captured =
        Copies.captured(original, ArmorLevel.FULL, ArmorOptions.DEFAULT_BUDGET, SEED);
    assertThat(captured.keys()).isNotEmpty();
    Recovery recovery = Recovery.of(captured, base, false, SEED, (share, what) -> {});
    assertThat(recovery.gates()).isPositive();
    assertThat(Copies.accuracy(recovery.model()))
        .as("seed %d", SEED)
        .isGreaterThan(trained.accuracy() - 0.02);
  }

  @Test
  void withKeysAllLocksAreUndone() throws Exception {
    ModelGraph original = original(Trained.RESNET);
    ModelGraph base = Copies.tuned(original, NOISE, SEED);
    Captured captured = Copies.captured(original, ArmorLevel.FULL, 0.5, SEED);
    Recovery recovery = Recovery.of(captured, base, true, SEED, (share, what) -> {});
    assertThat(recovery.gates()).isGreaterThan(4);
    assertThat(Copies.accuracy(recovery.model()))
        .as("seed %d", SEED)
        .isGreaterThan(Trained.RESNET.accuracy() - 0.02);
  }

  @Test
  void aPlainCopyIsTheOriginal() throws Exception {
    ModelGraph original = original(Trained.LSTM);
    ModelGraph base = Copies.tuned(original, NOISE, SEED);
    Captured captured = new Captured(original, Map.of(), Map.of());
    ModelGraph found = Recovery.recover(captured, base);
    assertThat(Difference.of(found, original, base)).isEqualTo(new Difference(0, 1));
  }

  @Test
  void anotherArchitectureIsSaidToBeOne() throws Exception {
    ModelGraph original = original(Trained.RESNET);
    ModelGraph base = original(Trained.LSTM);
    Captured captured = Copies.captured(original, ArmorLevel.REWRITE, 0, SEED);
    Recovery recovery = Recovery.of(captured, base, false, SEED, (share, what) -> {});
    assertThat(recovery.differences()).isPositive();
    assertThat(recovery.paired()).isLessThan(0.5);
  }
}
