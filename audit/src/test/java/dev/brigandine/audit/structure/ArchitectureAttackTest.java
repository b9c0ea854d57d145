package dev.brigandine.audit.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.recover.Copies;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.Trained;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureAttackTest {
  @TempDir Path folder;

  private ModelGraph graph(Trained trained) throws Exception {
    return OnnxModel.read(trained.write(folder)).toGraph();
  }

  private static double figure(Outcome outcome, String id) {
    return outcome.figures().stream()
        .filter(figure -> figure.id().equals(id))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "RESNET, RESIDUAL",
    "MOBILENET, DEPTHWISE",
    "LSTM, RECURRENT",
    "DECODER, TRANSFORMER_DECODER"
  })
  void tellsFamilies(Trained trained, Architecture.Family family) throws Exception {
    assertThat(Architecture.of(graph(trained)).family()).isEqualTo(family);
  }

  @Test
  void tellsTheSizesOfMiniLm() throws Exception {
    Path file = folder.resolve("minilm.onnx");
    try (InputStream in = getClass().getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      Files.copy(in, file);
    }
    Architecture seen = Architecture.of(OnnxModel.read(file).toGraph());
    assertThat(seen.family()).isEqualTo(Architecture.Family.TRANSFORMER);
    assertThat(seen.layers()).isEqualTo(6);
    assertThat(seen.width()).isEqualTo(384);
    assertThat(seen.heads()).isEqualTo(12);
    assertThat(seen.vocabulary()).isEqualTo(30522);
    assertThat(seen.parameters()).isBetween(22_000_000L, 23_500_000L);
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void aPlainCopyTellsAll(Trained trained) throws Exception {
    ModelGraph original = graph(trained);
    Outcome outcome = ArchitectureAttack.compared(original, original);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(figure(outcome, "graph-similarity")).isGreaterThan(0.999999);
    assertThat(figure(outcome, "operator-overlap")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void armorHidesNamesAndNotTheFamily(Trained trained) throws Exception {
    ModelGraph original = graph(trained);
    ModelGraph copy =
        Copies.captured(original, ArmorLevel.FULL, ArmorOptions.DEFAULT_BUDGET, 1).graph();
    Outcome outcome = ArchitectureAttack.compared(copy, original);
    assertThat(outcome.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(figure(outcome, "family-right")).isEqualTo(1);
    assertThat(figure(outcome, "names-kept")).isZero();
    assertThat(figure(outcome, "graph-similarity")).isBetween(0.3, 0.99999);
  }

  @Test
  void anotherModelIsNotTheSame() throws Exception {
    Outcome outcome = ArchitectureAttack.compared(graph(Trained.LSTM), graph(Trained.RESNET));
    assertThat(outcome.verdict()).isEqualTo(Verdict.NOTHING);
    assertThat(figure(outcome, "graph-similarity")).isLessThan(0.3);
  }
}
