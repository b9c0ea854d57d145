package dev.brigandine.audit.process;

import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model that runs in several sessions, made one again: their values join by name. */
final class Parts {
  private Parts() {}

  /**
   * @param parts in the order in which they run
   * @throws IOException if two parts make the same value
   */
  static ModelGraph join(List<ModelGraph> parts) throws IOException {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Map<String, ValueType> inputs = new LinkedHashMap<>();
    Map<String, ValueType> outputs = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    Map<String, Constant> constants = new LinkedHashMap<>();
    Set<String> made = new HashSet<>();
    Map<String, Long> opsets = new LinkedHashMap<>();
    for (ModelGraph part : parts) {
      Graph graph = part.graph();
      graph
          .inputs()
          .forEach(
              (name, type) -> {
                if (!made.contains(name)) {
                  inputs.put(name, type);
                }
              });
      for (Node node : graph.nodes()) {
        for (String output : node.outputs()) {
          if (!output.isEmpty() && !made.add(output)) {
            throw new IOException("two sessions of the model make the same value");
          }
        }
      }
      nodes.addAll(graph.nodes());
      constants.putAll(graph.constants());
      outputs.putAll(graph.outputs());
      opsets.putAll(part.opsets());
    }
    ModelGraph first = parts.get(0);
    return new ModelGraph(
        first.irVersion(), opsets, new Graph(inputs, outputs, nodes, constants), first.functions());
  }
}
