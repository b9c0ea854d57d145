package dev.brigandine.armor.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmorReport;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.random.TestKeys;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the vendor's weights is left in what the engine is given. */
@Tag("models")
class LeaksTest {
  @TempDir Path folder;

  private OnnxModel model(String resource) throws Exception {
    Path file = folder.resolve("model.onnx");
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, file);
    }
    return OnnxModel.read(file);
  }

  private static ArmoredModel armored(OnnxModel model, int seed) throws Exception {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    ArmorOptions options =
        new ArmorOptions(ArmorLevel.FULL, ArmorOptions.DEFAULT_BUDGET, secret, List.of());
    return Armor.rewrite(model, options, new TestKeys(seed));
  }

  /** Weights of the original that have runs in the armored model. */
  private static Map<String, Long> left(OnnxModel model, ArmoredModel armored) throws Exception {
    return Runs.of(armored.model().toGraph()).in(model.toGraph());
  }

  private static Set<String> pinned(ArmoredModel armored) {
    return armored.report().pinned().stream()
        .map(ArmorReport.Pinned::name)
        .collect(Collectors.toSet());
  }

  @Test
  void searchesFindWhatIsThere() throws Exception {
    ModelGraph graph = model("/models/ch_ppocr_mobile_v2.0_cls_infer.onnx").toGraph();
    assertThat(Runs.of(graph).in(graph)).hasSizeGreaterThan(20);
  }

  @Test
  void aTransformerKeepsNothing() throws Exception {
    OnnxModel model = model("/all-minilm-l6-v2.onnx");
    ArmoredModel armored = armored(model, 1);
    assertThat(left(model, armored)).isEmpty();
    // Nor do two customers' copies have anything in common.
    ModelGraph other = armored(model, 2).model().toGraph();
    assertThat(Runs.of(other).in(armored.model().toGraph())).isEmpty();
  }

  @Test
  void aDetectorKeepsWhatIsPinned() throws Exception {
    OnnxModel model = model("/models/ch_PP-OCRv4_det_infer.onnx");
    ArmoredModel armored = armored(model, 1);
    Map<String, Long> left = left(model, armored);
    // Filters of a channel each, between functions that bear no factor, are reordered only: a
    // filter
    // of 5 × 5 is longer than a run, and two of 3 × 3 may stay neighbours.
    assertThat(left.keySet())
        .allSatisfy(
            name ->
                assertThat(model.toGraph().graph().constants().get(name).shape())
                    .hasSize(4)
                    .element(1)
                    .isEqualTo(1L));
    assertThat(left).hasSizeLessThan(12);
    assertThat(pinned(armored)).containsAll(left.keySet());
  }
}
