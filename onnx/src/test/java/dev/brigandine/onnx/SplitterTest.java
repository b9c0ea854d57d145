package dev.brigandine.onnx;

import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.floats;
import static dev.brigandine.onnx.testing.Protos.graph;
import static dev.brigandine.onnx.testing.Protos.node;
import static dev.brigandine.onnx.testing.Protos.value;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.brigandine.onnx.testing.Protos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where models are cut. That the parts answer the same is tested where they can be opened. */
class SplitterTest {
  private static final int LAYERS = 6;
  private static final int WIDTH = 24;
  private static final long LAYER_BYTES = 4L * WIDTH * WIDTH;

  /** Tells every joint to be a matrix, as an engine would. */
  private static final ShapeOracle MATRICES =
      (model, names) -> {
        Map<String, ValueDescription> shapes = new LinkedHashMap<>();
        names.forEach(
            name ->
                shapes.put(
                    name,
                    new ValueDescription(
                        name, "float32", List.of("batch", Integer.toString(WIDTH)))));
        return shapes;
      };

  @TempDir Path folder;

  private static GraphProto.Builder layers(String activation) {
    GraphProto.Builder graph = graph("layers");
    for (int i = 0; i < LAYERS; i++) {
      graph
          .addNode(node("MatMul", List.of("x" + i, "w" + i), List.of("m" + i)))
          .addNode(node(activation, List.of("m" + i), List.of("x" + (i + 1))))
          .addInitializer(floats("w" + i, i, WIDTH, WIDTH));
    }
    return graph
        .addInput(value("x0", FLOAT, "batch", WIDTH))
        .addOutput(value("x" + LAYERS, FLOAT, "batch", WIDTH));
  }

  private List<SkeletonPart> split(GraphProto.Builder graph, long target, ShapeOracle oracle)
      throws Exception {
    Path file = folder.resolve("model.onnx");
    Files.write(file, Protos.model(graph).build().toByteArray());
    return Splitter.split(Skeleton.of(OnnxModel.read(file)), target, oracle);
  }

  @Test
  void partsJoinUpAndShareNothing() throws Exception {
    List<SkeletonPart> parts = split(layers("Relu"), 2 * LAYER_BYTES, MATRICES);
    assertThat(parts).hasSize(3);
    Set<String> weights = new HashSet<>();
    Set<String> known = new HashSet<>(Set.of("x0"));
    for (SkeletonPart part : parts) {
      assertThat(known).containsAll(part.inputs());
      known.addAll(part.outputs());
      assertThat(part.weights()).hasSize(2);
      part.weights().forEach(weight -> assertThat(weights.add(weight.name())).isTrue());
      GraphProto graph = ModelProto.parseFrom(part.graph()).getGraph();
      assertThat(graph.getInputList()).extracting("name").isEqualTo(part.inputs());
      assertThat(graph.getOutputList()).extracting("name").isEqualTo(part.outputs());
      assertThat(graph.getNodeCount()).isEqualTo(4);
    }
    assertThat(parts.get(1).inputs()).containsExactly("x2");
    assertThat(parts.get(1).outputs()).containsExactly("x4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Sigmoid", "Tanh", "Erf", "Elu", "Softplus"})
  void afterAnActivationFunction(String activation) throws Exception {
    assertThat(split(layers(activation), LAYER_BYTES, MATRICES)).hasSize(LAYERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "Identity", "Neg", "Abs", "LogSoftmax", "Floor", "Sqrt"})
  void afterNothingElse(String operator) throws Exception {
    // A cut would be harmless after most of these, too; what is not known to be is left alone.
    assertThat(split(layers(operator), LAYER_BYTES, MATRICES)).hasSize(1);
  }

  @Test
  void anEngineThatCannotTellAShapeGetsTheModelWhole() throws Exception {
    List<SkeletonPart> parts = split(layers("Relu"), LAYER_BYTES, (model, names) -> Map.of());
    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).weights()).hasSize(LAYERS);
  }

  @Test
  void anInputThatNothingReadsStaysWithTheFirstPart() throws Exception {
    List<SkeletonPart> parts =
        split(layers("Relu").addInput(value("idle", FLOAT, 3)), 2 * LAYER_BYTES, MATRICES);
    assertThat(parts.get(0).inputs()).containsExactly("x0", "idle");
    assertThat(parts.get(1).inputs()).containsExactly("x2");
  }

  @Test
  void rules() {
    NodeProto relu = node("Relu", List.of("m"), List.of("v"));
    Set<String> weights = Set.of("w");
    assertThat(may(relu, node("MatMul", List.of("v", "w"), List.of("y")), weights)).isTrue();
    assertThat(may(relu, node("Gemm", List.of("v", "w", "b"), List.of("y")), weights)).isTrue();
    assertThat(may(relu, node("MatMul", List.of("w", "v"), List.of("y")), weights)).isFalse();
    assertThat(may(relu, node("MatMul", List.of("v", "v"), List.of("y")), weights)).isFalse();
    assertThat(may(relu, node("MatMul", List.of("v", "u"), List.of("y")), weights)).isFalse();
    assertThat(may(relu, node("Add", List.of("v", "w"), List.of("y")), weights)).isFalse();
    NodeProto foreign = relu.toBuilder().setDomain("com.microsoft").build();
    assertThat(may(foreign, node("MatMul", List.of("v", "w"), List.of("y")), weights)).isFalse();
  }

  private static boolean may(NodeProto maker, NodeProto reader, Set<String> weights) {
    return CutRules.mayCut(maker, reader, "v", weights);
  }
}
