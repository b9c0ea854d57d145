package dev.brigandine.audit.recover;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Other constants in a graph, in its bodies too. */
final class Bodies {
  private Bodies() {}

  static Graph with(Graph graph, Map<String, Constant> constants) {
    Map<String, Constant> own = new LinkedHashMap<>();
    graph
        .constants()
        .forEach((name, constant) -> own.put(name, constants.getOrDefault(name, constant)));
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.bodies().isEmpty()) {
        nodes.add(node);
        continue;
      }
      Map<String, Attribute> attributes = new LinkedHashMap<>();
      node.attributes().forEach((key, value) -> attributes.put(key, with(value, constants)));
      nodes.add(node.withAttributes(attributes));
    }
    return graph.withConstants(own).withNodes(nodes);
  }

  private static Attribute with(Attribute attribute, Map<String, Constant> constants) {
    if (attribute instanceof Attribute.Body body) {
      return new Attribute.Body(with(body.value(), constants));
    }
    if (attribute instanceof Attribute.Bodies bodies) {
      return new Attribute.Bodies(
          bodies.values().stream().map(graph -> with(graph, constants)).toList());
    }
    return attribute;
  }
}
