package dev.brigandine.audit.collude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.recover.BareCopy;
import dev.brigandine.audit.recover.Copies;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.Trained;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CollusionTest {
  private static final int COPIES = 3;
  private static final double LITTLE = 0.5;

  @TempDir Path folder;

  private List<Captured> copies(Trained trained, ArmorLevel level) throws Exception {
    ModelGraph original = OnnxModel.read(trained.write(folder)).toGraph();
    List<Captured> copies = new ArrayList<>();
    for (int i = 0; i < COPIES; i++) {
      copies.add(Copies.captured(original, level, ArmorOptions.DEFAULT_BUDGET, 10 + i));
    }
    return copies;
  }

  private static List<Map<String, float[]>> placed(List<Captured> copies) throws Exception {
    BareCopy first = BareCopy.of(copies.get(0));
    List<Map<String, float[]>> placed = new ArrayList<>(List.of(first.weights()));
    for (Captured copy : copies.subList(1, copies.size())) {
      placed.add(first.weightsOf(BareCopy.of(copy)));
    }
    return placed;
  }

  private static List<Map<String, float[]>> aligned(List<Captured> copies) throws Exception {
    BareCopy first = BareCopy.of(copies.get(0));
    List<Map<String, float[]>> aligned = new ArrayList<>(List.of(first.weights()));
    for (Captured copy : copies.subList(1, copies.size())) {
      aligned.add(first.alignedTo(copy, 1, (share, what) -> {}));
    }
    return aligned;
  }

  @Test
  void equalCopiesAreTheOriginalHoweverPutTogether() throws Exception {
    ModelGraph original = OnnxModel.read(Trained.LSTM.write(folder)).toGraph();
    Captured plain = new Captured(original, Map.of(), Map.of());
    BareCopy first = BareCopy.of(plain);
    List<Map<String, float[]>> placed = placed(List.of(plain, plain, plain));
    for (Map<String, float[]> together :
        List.of(
            Mixtures.averaged(placed),
            Mixtures.voted(placed),
            Mixtures.dealt(placed, new Random(1)))) {
      assertThat(Copies.accuracy(first.with(together)))
          .isCloseTo(Trained.LSTM.accuracy(), within(0.002));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESNET", "MOBILENET", "LSTM"})
  void rewrittenCopiesAreWorthNothingTogetherUntilAligned(Trained trained) throws Exception {
    List<Captured> copies = copies(trained, ArmorLevel.REWRITE);
    BareCopy first = BareCopy.of(copies.get(0));
    assertThat(Copies.accuracy(first.graph())).isCloseTo(trained.accuracy(), within(0.005));
    List<Map<String, float[]>> placed = placed(copies);
    assertThat(Copies.accuracy(first.with(Mixtures.averaged(placed)))).isLessThan(LITTLE);
    assertThat(Copies.accuracy(first.with(Mixtures.voted(placed)))).isLessThan(LITTLE);
    assertThat(Copies.accuracy(first.with(Mixtures.averaged(aligned(copies)))))
        .isGreaterThan(trained.accuracy() - 0.01);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESNET", "LSTM"})
  void armoredCopiesNeedAKeyWhenAligned(Trained trained) throws Exception {
    List<Captured> copies = copies(trained, ArmorLevel.FULL);
    BareCopy first = BareCopy.of(copies.get(0));
    Map<String, float[]> together = Mixtures.averaged(aligned(copies));
    assertThat(Copies.accuracy(first.with(together))).isLessThan(LITTLE);
    assertThat(Copies.accuracy(first.withKeys(together))).isGreaterThan(trained.accuracy() - 0.02);
  }
}
