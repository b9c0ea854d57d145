package dev.brigandine.armor.engine;

import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which values of a graph and its bodies are, or may be, sequences, optionals or maps. */
final class Tensorless {
  private static final Set<String> MAKERS =
      Set.of(
          "SequenceEmpty",
          "SequenceConstruct",
          "SequenceInsert",
          "SequenceErase",
          "SequenceMap",
          "SplitToSequence",
          "Optional",
          "ZipMap");

  private final Set<String> names = new HashSet<>();

  private Tensorless() {}

  static Set<String> of(Graph graph) {
    Tensorless found = new Tensorless();
    found.visit(graph);
    return found.names;
  }

  private void visit(Graph graph) {
    for (Map.Entry<String, ValueType> input : graph.inputs().entrySet()) {
      if (input.getValue().proto() != null) {
        names.add(input.getKey());
      }
    }
    for (Node node : graph.nodes()) {
      node.bodies().forEach(this::visit);
      boolean made = MAKERS.contains(node.op());
      boolean passed =
          Set.of("Identity", "OptionalGetElement").contains(node.op())
              && names.contains(node.input(0));
      for (int i = 0; i < node.outputs().size(); i++) {
        if (made || passed || returned(node, i)) {
          names.add(node.output(i));
        }
      }
    }
  }

  /** Whether a branch or loop returns such a value there. */
  private boolean returned(Node node, int output) {
    int before = node.is("Loop") ? 1 : 0;
    for (Graph body : node.bodies()) {
      List<String> outputs = List.copyOf(body.outputs().keySet());
      if (before + output < outputs.size() && names.contains(outputs.get(before + output))) {
        return true;
      }
    }
    return false;
  }
}
