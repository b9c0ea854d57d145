package dev.brigandine.audit.training.torch;

import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Which constants of a graph are a network's parameters, and how they are when nothing is learnt.
 */
public final class Parameters {
  /** Of tables of embeddings, as BERT has it. */
  private static final double TABLE = 0.02;

  private Parameters() {}

  /** Constants of float32 with more than one element that are no running statistics. */
  public static Set<String> trainable(ModelGraph model) {
    Set<String> trainable = new LinkedHashSet<>();
    model
        .graph()
        .constants()
        .forEach(
            (name, constant) -> {
              if (constant.elementType() == Elements.FLOAT && constant.count() > 1) {
                trainable.add(name);
              }
            });
    trainable.removeAll(measured(model));
    return trainable;
  }

  /** Means and variances of batch normalizations. */
  static Set<String> measured(ModelGraph model) {
    Set<String> measured = new LinkedHashSet<>();
    for (Node node : model.graph().nodes()) {
      if (node.is("BatchNormalization")) {
        measured.add(node.input(3));
        measured.add(node.input(4));
      }
    }
    return measured;
  }

  /**
   * The same architecture before any training: normal weights by their fan-in, factors 1, sums 0.
   * Nothing of the trained weights is left but single numbers.
   */
  public static ModelGraph untrained(ModelGraph model, long seed) {
    Graph graph = model.graph();
    Map<String, Use> uses = uses(graph.nodes());
    Set<String> drawn = trainable(model);
    drawn.addAll(measured(model));
    Map<String, Constant> constants = new LinkedHashMap<>(graph.constants());
    Random random = new Random(seed);
    for (String name : drawn) {
      Constant constant = constants.get(name);
      if (constant != null && uses.containsKey(name)) {
        constants.put(name, drawn(constant, uses.get(name), random));
      }
    }
    return model.withGraph(graph.withConstants(constants));
  }

  /** As which input of which node a constant is read. */
  private record Use(Node node, int input) {}

  private static Map<String, Use> uses(List<Node> nodes) {
    Map<String, Use> uses = new HashMap<>();
    for (Node node : nodes) {
      for (int i = 0; i < node.inputs().size(); i++) {
        uses.putIfAbsent(node.input(i), new Use(node, i));
      }
    }
    return uses;
  }

  private static Constant drawn(Constant constant, Use use, Random random) {
    float[] values = new float[Math.toIntExact(constant.count())];
    double deviation = deviation(constant.shape(), use);
    if (deviation == 0) {
      Arrays.fill(values, start(use));
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * deviation);
      }
    }
    return Constant.of(constant.shape(), values);
  }

  private static float start(Use use) {
    return switch (use.node().op()) {
      case "Mul", "Div", "Pow" -> 1;
      case "BatchNormalization" -> use.input() == 1 || use.input() == 4 ? 1 : 0;
      case "LayerNormalization" -> use.input() == 1 ? 1 : 0;
      default -> 0;
    };
  }

  /** 0 for what is not drawn at random. */
  private static double deviation(List<Long> shape, Use use) {
    int rank = shape.size();
    return switch (use.node().op()) {
      case "Conv" -> use.input() == 1 ? he(shape, 1, rank) : 0;
      case "MatMul" ->
          rank < 2 ? 0 : Math.sqrt(1.0 / shape.get(use.input() == 1 ? rank - 2 : rank - 1));
      case "Gemm" ->
          use.input() == 2
              ? 0
              : Math.sqrt(1.0 / shape.get(use.node().integer("transB", 0) == 1 ? 1 : 0));
      case "LSTM" ->
          use.input() == 3
              ? 0
              : Math.sqrt(1.0 / use.node().integer("hidden_size", shape.get(rank - 1)));
      case "Gather" -> TABLE;
      default -> 0;
    };
  }

  private static double he(List<Long> shape, int from, int to) {
    long fanIn = 1;
    for (int i = from; i < to; i++) {
      fanIn *= shape.get(i);
    }
    return Math.sqrt(2.0 / fanIn);
  }
}
