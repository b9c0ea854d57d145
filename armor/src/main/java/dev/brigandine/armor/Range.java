package dev.brigandine.armor;

import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Outputs that lie between -1 and 1 by their nature. */
final class Range {
  private static final Set<String> UNIT =
      Set.of("Sigmoid", "HardSigmoid", "Softmax", "Tanh", "Softsign", "Erf", "Hardmax");

  private static final Set<String> PASSES =
      Set.of(
          "Identity",
          "Reshape",
          "Transpose",
          "Squeeze",
          "Unsqueeze",
          "Flatten",
          "Slice",
          "Split",
          "Gather",
          "Dropout",
          "ReduceMean",
          "ReduceMax",
          "ReduceMin",
          "Resize",
          "Cast");

  private final Map<String, Node> makers = new HashMap<>();

  private Range(Graph graph) {
    graph.forEachGraph(
        each ->
            each.nodes().forEach(node -> node.outputs().forEach(name -> makers.put(name, node))));
  }

  /**
   * Whether the output comes from an operator whose results are between -1 and 1: engines compute
   * these to a precision that is absolute, so that a small probability is no measure of error.
   */
  static boolean isUnit(Graph graph, String output) {
    return new Range(graph).isUnit(output);
  }

  private boolean isUnit(String value) {
    Node node = makers.get(value);
    if (node == null || !node.domain().isEmpty()) {
      return false;
    }
    if (node.is("If")) {
      int index = node.outputs().indexOf(value);
      return node.bodies().stream().allMatch(branch -> isUnit(result(branch, index)));
    }
    return UNIT.contains(node.op()) || PASSES.contains(node.op()) && isUnit(node.input(0));
  }

  private static String result(Graph branch, int index) {
    List<String> results = new ArrayList<>(branch.outputs().keySet());
    return results.get(index);
  }
}
