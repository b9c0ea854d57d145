package dev.brigandine.audit.recover;

import dev.brigandine.armor.rules.Gate;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the gates of a captured graph and puts the marks in their place that the planner has there:
 * a thief may be supposed to know how this project builds them.
 */
final class GateSearch {
  private final Graph graph;
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final List<FoundGate> gates = new ArrayList<>();
  private final Set<Node> inner = new HashSet<>();
  private final Map<Node, FoundGate> last = new HashMap<>();

  private GateSearch(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> makers.put(output, node));
      for (String input : node.inputs()) {
        readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
      }
    }
  }

  /**
   * What was found.
   *
   * @param model with marks in place of gates, and without the inputs that these read
   */
  record Marked(ModelGraph model, List<FoundGate> gates) {}

  static Marked of(Captured captured) {
    Graph graph = captured.graph().graph();
    GateSearch search = new GateSearch(graph);
    Set<String> own = new HashSet<>(captured.names().values());
    if (own.isEmpty()) {
      own.addAll(graph.inputs().keySet());
    }
    Map<String, ValueType> inputs = new LinkedHashMap<>(graph.inputs());
    inputs.keySet().removeIf(name -> !own.contains(name));
    for (String key : graph.inputs().keySet()) {
      if (!own.contains(key)) {
        search.readers.getOrDefault(key, List.of()).forEach(node -> search.look(node, key));
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      FoundGate gate = search.last.get(node);
      if (gate != null) {
        nodes.add(mark(gate));
      } else if (!search.inner.contains(node)) {
        nodes.add(node);
      }
    }
    Graph marked = graph.withInputs(inputs).withNodes(nodes);
    return new Marked(captured.graph().withGraph(marked), search.gates);
  }

  /** The gate's mark; axes counted from the last are put right once shapes are known. */
  static Node mark(FoundGate gate) {
    String op =
        switch (gate.kind()) {
          case INDEX -> Gate.INDEX;
          case PERMUTE -> Gate.PERMUTE;
          default -> Gate.MIX;
        };
    return new Node(
        "",
        Gate.DOMAIN,
        op,
        List.of(gate.from()),
        List.of(gate.to()),
        Map.of("axis", new Attribute.Int(gate.axis())));
  }

  private void look(Node node, String key) {
    if (node.is("MatMul") && node.input(1).equals(key)) {
      multiplied(node, key);
    } else if (node.is("Conv") && node.input(1).equals(key)) {
      int block = size(key, 1);
      found(
          FoundGate.Kind.GROUPS,
          node,
          node,
          1,
          size(key, 0) / Math.max(1, block),
          block,
          List.of(key));
    } else if (node.is("Gather") && node.input(1).equals(key)) {
      int axis = (int) node.integer("axis", 0);
      found(FoundGate.Kind.PERMUTE, node, node, axis, 1, size(key, 0), List.of(key));
    } else if (node.is("Gather") && node.input(0).equals(key)) {
      FoundGate gate =
          new FoundGate(
              FoundGate.Kind.INDEX,
              node.input(1),
              node.output(0),
              0,
              1,
              size(key, 0),
              List.of(key));
      gates.add(gate);
      last.put(node, gate);
    }
  }

  private void multiplied(Node node, String key) {
    List<Node> next = readers.getOrDefault(node.output(0), List.of());
    Node left = next.size() == 1 && next.get(0).is("MatMul") ? next.get(0) : null;
    boolean keyed = left != null && graph.inputs().containsKey(left.input(0));
    if (!keyed) {
      found(FoundGate.Kind.DENSE, node, node, -1, 1, size(key, 0), List.of(key));
      return;
    }
    Node cut = makers.get(node.input(0));
    List<Node> whole = readers.getOrDefault(left.output(0), List.of());
    if (cut == null || !cut.is("Reshape") || whole.size() != 1 || !whole.get(0).is("Reshape")) {
      return;
    }
    inner.add(node);
    inner.add(left);
    found(
        FoundGate.Kind.KRONECKER,
        cut,
        whole.get(0),
        -1,
        size(left.input(0), 0),
        size(key, 0),
        List.of(key, left.input(0)));
  }

  private void found(
      FoundGate.Kind kind,
      Node first,
      Node end,
      int axis,
      int outer,
      int innerSize,
      List<String> keys) {
    FoundGate gate =
        new FoundGate(kind, first.input(0), end.output(0), axis, outer, innerSize, keys);
    gates.add(gate);
    inner.add(first);
    last.put(end, gate);
  }

  private int size(String key, int axis) {
    ValueType type = graph.inputs().get(key);
    boolean told = type.dims() != null && axis < type.dims().size();
    return told && type.dims().get(axis).matches("[0-9]+")
        ? Integer.parseInt(type.dims().get(axis))
        : 1;
  }
}
