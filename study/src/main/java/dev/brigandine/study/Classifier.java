package dev.brigandine.study;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A text encoder with a head: the mean of the tokens' vectors where the mask is 1, then a linear
 * layer, of opset 11 or 12.
 */
final class Classifier {
  static final String LOGITS = "logits";
  private static final String MASK = "attention_mask";
  private static final int WIDTH = 384;

  private Classifier() {}

  /** The head is drawn at random, small. */
  static ModelGraph of(ModelGraph encoder, int classes, long seed) {
    Graph graph = encoder.graph();
    String states = graph.outputs().keySet().iterator().next();
    Map<String, Attribute> last = Map.of("axes", new Attribute.Ints(List.of(2L)));
    Map<String, Attribute> along =
        Map.of("axes", new Attribute.Ints(List.of(1L)), "keepdims", new Attribute.Int(0));
    List<Node> nodes = new ArrayList<>(graph.nodes());
    nodes.add(
        Node.of("Cast", List.of(MASK), List.of("head.mask"))
            .withAttributes(Map.of("to", new Attribute.Int(1))));
    nodes.add(
        Node.of("Unsqueeze", List.of("head.mask"), List.of("head.column")).withAttributes(last));
    nodes.add(Node.of("Mul", List.of(states, "head.column"), List.of("head.masked")));
    nodes.add(
        Node.of("ReduceSum", List.of("head.masked"), List.of("head.sum")).withAttributes(along));
    nodes.add(
        Node.of("ReduceSum", List.of("head.column"), List.of("head.count")).withAttributes(along));
    nodes.add(Node.of("Div", List.of("head.sum", "head.count"), List.of("head.mean")));
    nodes.add(Node.of("MatMul", List.of("head.mean", "head.weight"), List.of("head.scores")));
    nodes.add(Node.of("Add", List.of("head.scores", "head.bias"), List.of(LOGITS)));
    Random random = new Random(seed);
    float[] weight = new float[WIDTH * classes];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (0.02 * random.nextGaussian());
    }
    Map<String, Constant> constants = new LinkedHashMap<>(graph.constants());
    constants.put("head.weight", Constant.of(List.of((long) WIDTH, (long) classes), weight));
    constants.put("head.bias", Constant.of(List.of((long) classes), new float[classes]));
    Map<String, ValueType> outputs =
        Map.of(LOGITS, ValueType.tensor(1, List.of("batch_size", Integer.toString(classes))));
    return encoder.withGraph(new Graph(graph.inputs(), outputs, nodes, constants));
  }
}
