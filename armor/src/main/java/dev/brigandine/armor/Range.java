package dev.brigandine.armor;

import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.List;
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

  private Range() {}

  /**
   * Whether the output comes from an operator whose results are between -1 and 1: engines compute
   * these to a precision that is absolute, so that a small probability is no measure of error.
   */
  static boolean isUnit(Graph graph, String output) {
    for (Node node : graph.nodes()) {
      int index = node.outputs().indexOf(output);
      if (index < 0 || !node.domain().isEmpty()) {
        continue;
      }
      if (node.is("If")) {
        return node.bodies().stream().allMatch(branch -> isUnit(branch, result(branch, index)));
      }
      return UNIT.contains(node.op()) || PASSES.contains(node.op()) && isUnit(graph, node.input(0));
    }
    return false;
  }

  private static String result(Graph branch, int index) {
    List<String> results = new ArrayList<>(branch.outputs().keySet());
    return results.get(index);
  }
}
