package dev.brigandine.armor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import dev.brigandine.onnx.testing.TestModel;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObserverTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void seesEveryValueOfEveryGraph(TestModel which) throws Exception {
    seesEveryValue(OnnxModel.read(which.write(folder)));
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
  void seesEveryValueOfRealModels(String resource) throws Exception {
    Path file = folder.resolve("model.onnx");
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, file);
    }
    seesEveryValue(OnnxModel.read(file));
  }

  private static void seesEveryValue(OnnxModel model) throws Exception {
    ModelGraph graph = model.toGraph();
    List<SampleTensor> inputs = SampleInputs.of(model).draw(1);
    Map<String, Observed> seen = Observer.observe(graph, inputs);
    Set<String> wanted = new TreeSet<>();
    graph.graph().forEachGraph(each -> wanted.addAll(each.makes()));
    assertThat(new TreeSet<>(seen.keySet())).isEqualTo(wanted);
    // The whole model, optimized, has the same outputs.
    Map<String, Tensor> outputs;
    try (LoadedModel loaded = LoadedModel.open(model)) {
      outputs = loaded.run(inputs);
    }
    assertThat(outputs.keySet()).isEqualTo(graph.graph().outputs().keySet());
    outputs.forEach(
        (name, tensor) ->
            assertThat(seen.get(name))
                .as(name)
                .isEqualTo(new Observed(tensor.elementType(), tensor.shape())));
  }

  @Test
  void seesTheFirstTurnOfALoop() throws Exception {
    Map<String, Observed> seen = observe(TestModel.LOOP);
    long batch = seen.get("x").size(0);
    assertThat(seen.get("sum")).isEqualTo(new Observed(1, new long[] {batch, 20}));
    assertThat(seen.get("state")).isEqualTo(new Observed(1, new long[] {batch, 20}));
    assertThat(seen.get("trace")).isEqualTo(new Observed(1, new long[0]));
    assertThat(seen.get("traces")).isEqualTo(new Observed(1, new long[] {5}));
    assertThat(seen.get("turn")).isEqualTo(new Observed(7, new long[0]));
    assertThat(seen.get("go")).isEqualTo(new Observed(9, new long[0]));
  }

  @Test
  void seesOneStepOfAScan() throws Exception {
    Map<String, Observed> seen = observe(TestModel.SCAN);
    assertThat(seen.get("rows").rank()).isEqualTo(3);
    assertThat(seen.get("row")).isEqualTo(new Observed(1, new long[] {1, 20}));
    assertThat(seen.get("product")).isEqualTo(new Observed(1, new long[] {1, 20}));
  }

  @Test
  void aBranchThatCannotRunIsMissingAndNothingElse() throws Exception {
    // Not taken, and wrong: 2 x 3 by 2 x 3.
    Graph broken =
        new Graph(
            Map.of(),
            Map.of("bad", ValueType.unknown()),
            List.of(Node.of("MatMul", List.of("x", "x"), List.of("bad"))),
            Map.of());
    Graph fine =
        new Graph(
            Map.of(),
            Map.of("good", ValueType.unknown()),
            List.of(Node.of("Relu", List.of("x"), List.of("good"))),
            Map.of());
    ModelGraph model = Graphs.branching(fine, broken);
    Map<String, Observed> seen = Observer.observe(model, List.of(Graphs.floats("x", 2, 3)));
    assertThat(seen).containsKeys("x", "choice", "y", "good").doesNotContainKey("bad");
    assertThat(seen.get("good")).isEqualTo(new Observed(1, new long[] {2, 3}));
  }

  @Test
  void sequencesAreLeftOut() throws Exception {
    ModelGraph model =
        Graphs.of(
            16,
            Node.of("SequenceConstruct", List.of("x", "x"), List.of("both")),
            Node.of("Identity", List.of("both"), List.of("same")),
            new Node(
                "",
                "",
                "ConcatFromSequence",
                List.of("same"),
                List.of("y"),
                Map.of("axis", new dev.brigandine.onnx.graph.Attribute.Int(0))));
    Map<String, Observed> seen = Observer.observe(model, List.of(Graphs.floats("x", 2, 3)));
    assertThat(seen).containsOnlyKeys("x", "y");
    assertThat(seen.get("y")).isEqualTo(new Observed(1, new long[] {4, 3}));
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9, 12, 17, 21})
  void everyOpsetTellsItsTypes(long opset) throws Exception {
    ModelGraph model =
        Graphs.of(
            opset,
            Node.of("Shape", List.of("x"), List.of("shape")),
            Node.of("Relu", List.of("x"), List.of("r")),
            Node.of("Reshape", List.of("r", "shape"), List.of("y")));
    Map<String, Observed> seen = Observer.observe(model, List.of(Graphs.floats("x", 2, 3)));
    assertThat(seen.get("shape")).isEqualTo(new Observed(7, new long[] {2}));
    assertThat(seen.get("y")).isEqualTo(new Observed(1, new long[] {2, 3}));
  }

  @Test
  void namesOfItsOwnDoNotClash() throws Exception {
    ModelGraph model =
        Graphs.of(
            13,
            Node.of("Relu", List.of("x"), List.of("probe/s0")),
            Node.of("Relu", List.of("probe/s0"), List.of("/probe/t1")),
            Node.of("Relu", List.of("/probe/t1"), List.of("y")));
    assertThat(Observer.observe(model, List.of(Graphs.floats("x", 2, 3))))
        .containsOnlyKeys("x", "probe/s0", "/probe/t1", "y");
  }

  @Test
  void anUnknownOperatorIsSaidPlainly() {
    ModelGraph model = Graphs.of(13, Node.of("Frobnicate", List.of("x"), List.of("y")));
    assertThatThrownBy(() -> Observer.observe(model, List.of(Graphs.floats("x", 2, 3))))
        .isInstanceOfSatisfying(
            OnnxException.class, e -> assertThat(e.code()).isEqualTo("not-runnable"))
        .hasMessageNotContaining("Frobnicate")
        .hasCauseInstanceOf(Exception.class);
  }

  @Test
  void inputsThatDoNotFitAreSaidPlainly() {
    ModelGraph model = Graphs.of(13, Node.of("MatMul", List.of("x", "x"), List.of("y")));
    for (List<SampleTensor> inputs :
        List.of(
            List.of(Graphs.floats("x", 2, 3)),
            List.of(Graphs.floats("z", 2, 2)),
            List.<SampleTensor>of(),
            List.of(Graphs.floats("x", 2, 2), Graphs.floats("x", 2, 2)),
            List.of(
                new SampleTensor(
                    "x", "float32", new long[] {3, 3}, ByteBuffer.allocate(4), List.of())),
            List.of(
                new SampleTensor("x", "uint64", new long[0], ByteBuffer.allocate(8), List.of())))) {
      assertThatThrownBy(() -> Observer.observe(model, inputs))
          .as("%s", inputs)
          .isInstanceOfSatisfying(
              OnnxException.class, e -> assertThat(e.code()).isEqualTo("not-runnable"));
    }
  }

  private Map<String, Observed> observe(TestModel which) throws Exception {
    OnnxModel model = OnnxModel.read(which.write(folder));
    return Observer.observe(model.toGraph(), SampleInputs.of(model).draw(1));
  }
}
