package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.testing.TestModel;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that became a graph to be edited, and then a model again, is the same model. */
class GraphRoundTripTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void staysWhatItIs(TestModel which) throws Exception {
    staysWhatItIs(which.write(folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/all-minilm-l6-v2.onnx",
        "/all-minilm-l6-v2-q.onnx",
        "/models/ch_PP-OCRv4_det_infer.onnx",
        "/models/ch_PP-OCRv4_rec_infer.onnx",
        "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx"
      })
  void realModelsStayWhatTheyAre(String resource) throws Exception {
    Path file = folder.resolve("model.onnx");
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, file);
    }
    staysWhatItIs(file);
  }

  private void staysWhatItIs(Path file) throws Exception {
    OnnxModel model = OnnxModel.read(file);
    ModelGraph graph = model.toGraph();
    namesAreUnique(graph);
    OnnxModel again = OnnxModel.of(graph);
    assertThat(again.inputs()).isEqualTo(model.inputs());
    assertThat(again.outputs()).isEqualTo(model.outputs());
    assertThat(again.files()).isEmpty();
    assertThat(weights(again)).containsExactlyInAnyOrderElementsOf(weights(model));
    assertThat(operators(again.toGraph())).isEqualTo(operators(graph));
    answersTheSame(file, model, again);
  }

  private void answersTheSame(Path file, OnnxModel model, OnnxModel again) throws Exception {
    Skeleton skeleton = Skeleton.of(again);
    Path saved = folder.resolve("saved.onnx");
    again.save(saved);
    for (int seed = 1; seed <= 2; seed++) {
      List<SampleTensor> inputs = SampleInputs.of(model).draw(seed);
      assertThat(SampleInputs.of(again).describe()).isEqualTo(SampleInputs.of(model).describe());
      if (seed == 2) {
        inputs = inputs.stream().map(GraphRoundTripTest::negated).toList();
      }
      Map<String, byte[]> expected = OrtRuns.whole(file, inputs);
      same(expected, OrtRuns.skeleton(skeleton, inputs));
      same(expected, OrtRuns.whole(saved, inputs));
    }
  }

  private static void same(Map<String, byte[]> expected, Map<String, byte[]> found) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
  }

  private static SampleTensor negated(SampleTensor input) {
    return input.type().equals("bool")
        ? new SampleTensor(
            input.name(), "bool", input.shape(), ByteBuffer.wrap(new byte[1]), List.of())
        : input;
  }

  private static List<ByteBuffer> weights(OnnxModel model) throws Exception {
    List<ByteBuffer> weights = new ArrayList<>();
    for (Weight weight : Skeleton.of(model).weights()) {
      weights.add(ByteBuffer.wrap(TestBytes.bytes(weight)));
    }
    return weights;
  }

  private static List<String> operators(ModelGraph graph) {
    List<String> operators = new ArrayList<>();
    graph
        .graph()
        .forEachGraph(
            each -> {
              for (Node node : each.nodes()) {
                operators.add(node.domain() + " " + node.op() + " " + node.attributes().keySet());
              }
            });
    return operators;
  }

  private static void namesAreUnique(ModelGraph model) {
    Set<String> names = new HashSet<>();
    model
        .graph()
        .forEachGraph(
            graph -> {
              assertThat(Collections.disjoint(graph.makes(), names)).isTrue();
              names.addAll(graph.makes());
              inOrder(graph);
            });
    assertThat(model.graph().reads()).isEmpty();
  }

  private static void inOrder(Graph graph) {
    Set<String> later = new HashSet<>();
    graph.nodes().forEach(node -> later.addAll(node.outputs()));
    for (Node node : graph.nodes()) {
      assertThat(Collections.disjoint(node.reads(), later)).as(node.name()).isTrue();
      later.removeAll(node.outputs());
    }
  }
}
