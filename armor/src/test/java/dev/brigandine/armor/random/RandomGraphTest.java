package dev.brigandine.armor.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Observed;
import dev.brigandine.armor.engine.Observer;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The generator itself: what it makes is valid, and what it was meant to be. */
class RandomGraphTest {
  private static final int GRAPHS = 500;

  @Test
  void everyGraphRunsAndHasTheShapesItSays() {
    for (long seed = 0; seed < GRAPHS; seed++) {
      RandomGraph graph = RandomGraph.of(seed);
      Map<String, Observed> seen;
      try {
        seen = Observer.observe(graph.model(), graph.draw(1));
      } catch (OnnxException | RuntimeException e) {
        throw new AssertionError(graph + "\n" + GraphText.of(graph.model()) + e.getCause(), e);
      }
      graph
          .shapes()
          .forEach(
              (name, shape) ->
                  assertThat(Arrays.stream(seen.get(name).shape()).boxed().toList())
                      .as("%s of %s\n%s", name, graph, GraphText.of(graph.model()))
                      .isEqualTo(shape));
    }
  }

  @Test
  void answersAreNumbersOfOrdinarySize() throws Exception {
    for (long seed = 0; seed < GRAPHS; seed++) {
      RandomGraph graph = RandomGraph.of(seed);
      List<SampleTensor> inputs = graph.draw(2);
      try (LoadedModel loaded = LoadedModel.open(graph.model())) {
        loaded
            .run(inputs)
            .forEach(
                (name, tensor) ->
                    assertThat(largest(tensor)).as("%s of %s", name, graph).isLessThan(1e3));
      }
    }
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    ByteBuffer data = tensor.data();
    if (tensor.elementType() == Draft.FLOAT) {
      while (data.hasRemaining()) {
        double value = Math.abs(data.getFloat());
        largest = value <= largest ? largest : value;
      }
    }
    return Double.isNaN(largest) ? Double.POSITIVE_INFINITY : largest;
  }

  @Test
  void aSeedMakesTheSameGraphAndInputs() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      RandomGraph one = RandomGraph.of(seed);
      RandomGraph two = RandomGraph.of(seed);
      assertThat(GraphText.of(one.model())).isEqualTo(GraphText.of(two.model()));
      for (Map.Entry<String, Constant> constant : one.model().graph().constants().entrySet()) {
        assertThat(two.model().graph().constants().get(constant.getKey()).load())
            .isEqualTo(constant.getValue().load());
      }
      assertThat(one.draw(3)).usingRecursiveComparison().isEqualTo(two.draw(3));
      assertThat(one.draw(3).get(0).data()).isNotEqualTo(one.draw(4).get(0).data());
    }
  }

  @Test
  void everyRecipeAndOperatorComesUp() {
    Set<String> recipes = new HashSet<>();
    Set<String> operators = new HashSet<>();
    boolean several = false;
    boolean inner = false;
    for (long seed = 0; seed < 2000; seed++) {
      RandomGraph graph = RandomGraph.of(seed);
      recipes.addAll(graph.recipes());
      several |= graph.inputs().size() > 1;
      graph
          .model()
          .graph()
          .forEachGraph(each -> each.nodes().forEach(node -> operators.add(node.op())));
      Set<String> read = new HashSet<>();
      graph.model().graph().nodes().forEach(node -> read.addAll(node.inputs()));
      inner |= graph.model().graph().outputs().keySet().stream().anyMatch(read::contains);
      assertThat(graph.model().graph().nodes().size()).as("%s", graph).isBetween(1, 32);
      assertThat(
              graph.model().graph().nodes().stream().flatMap(n -> n.attributes().values().stream()))
          .noneMatch(Attribute.Opaque.class::isInstance);
    }
    assertThat(recipes)
        .containsExactlyInAnyOrderElementsOf(Recipe.ALL.stream().map(Recipe::name).toList());
    assertThat(operators)
        .contains(
            "MatMul",
            "Gemm",
            "Conv",
            "ConvTranspose",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Sigmoid",
            "Tanh",
            "Erf",
            "Clip",
            "HardSwish",
            "BatchNormalization",
            "LayerNormalization",
            "Softmax",
            "ReduceMean",
            "ReduceSum",
            "ReduceMax",
            "Gather",
            "Reshape",
            "Transpose",
            "Flatten",
            "Concat",
            "Split",
            "Slice",
            "Pad",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "Resize",
            "LSTM",
            "GRU",
            "MatMulInteger",
            "DynamicQuantizeLinear",
            "QLinearMatMul",
            "QLinearConv",
            "QuantizeLinear",
            "DequantizeLinear",
            "Where",
            "Expand",
            "Squeeze",
            "Unsqueeze",
            "Identity",
            "Cast",
            "If",
            "Loop",
            "Scan");
    assertThat(several).isTrue();
    assertThat(inner).isTrue();
  }
}
