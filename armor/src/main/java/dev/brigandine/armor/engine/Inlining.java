package dev.brigandine.armor.engine;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The main graph with copies of bodies laid out before the nodes that have them: both branches of
 * an If, and what the first turn of a Loop or Scan computes. So one run shows what the values in
 * bodies are, those of branches not taken included. The nodes with bodies stay, too.
 */
final class Inlining {
  private final String prefix;
  private final Predicate<Graph> wanted;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();

  /** By a value's name in a body: the one in the main graph that is the same. */
  private final Map<String, String> copies = new LinkedHashMap<>();

  private int nested;

  private Inlining(String prefix, Predicate<Graph> wanted) {
    this.prefix = prefix;
    this.wanted = wanted;
  }

  /**
   * @param prefix of new names; no name of the model begins with it
   * @param wanted which bodies to lay out
   */
  static Inlining of(Graph graph, String prefix, Predicate<Graph> wanted) {
    Inlining inlining = new Inlining(prefix, wanted);
    inlining.constants.putAll(graph.constants());
    for (Node node : graph.nodes()) {
      inlining.bodies(node);
      inlining.nodes.add(node);
    }
    return inlining;
  }

  List<Node> nodes() {
    return nodes;
  }

  Map<String, Constant> constants() {
    return constants;
  }

  Map<String, String> copies() {
    return copies;
  }

  private void bodies(Node node) {
    for (Graph body : node.bodies()) {
      if (wanted.test(body) && enter(node, body)) {
        layOut(body);
      }
    }
  }

  /** Gives the body's inputs their first values; false if it is not known what those are. */
  private boolean enter(Node node, Graph body) {
    List<String> inputs = List.copyOf(body.inputs().keySet());
    if (node.is("If")) {
      return inputs.isEmpty();
    }
    if (node.is("Loop")) {
      return enterLoop(node, body, inputs);
    }
    return node.is("Scan") && enterScan(node, inputs);
  }

  private boolean enterLoop(Node node, Graph body, List<String> inputs) {
    if (inputs.size() < 2 || inputs.size() != node.inputs().size()) {
      return false;
    }
    ValueType turn = body.inputs().get(inputs.get(0));
    List<Long> shape = turn.dims() != null && turn.dims().size() == 1 ? List.of(1L) : List.of();
    constant(inputs.get(0), Constant.of(shape, 0L));
    ValueType going = body.inputs().get(inputs.get(1));
    shape = going.dims() != null && going.dims().size() == 1 ? List.of(1L) : List.of();
    constant(inputs.get(1), Constant.of(Types.BOOL, shape, new byte[] {1}));
    for (int i = 2; i < inputs.size(); i++) {
      copies.put(inputs.get(i), resolve(node.input(i)));
    }
    return true;
  }

  private boolean enterScan(Node node, List<String> inputs) {
    int scanned = (int) node.integer("num_scan_inputs", 0);
    int states = inputs.size() - scanned;
    if (inputs.size() != node.inputs().size() || scanned < 1 || states < 0) {
      return false;
    }
    List<Long> axes = node.integers("scan_input_axes");
    for (int i = 0; i < states; i++) {
      copies.put(inputs.get(i), resolve(node.input(i)));
    }
    for (int i = 0; i < scanned; i++) {
      String input = inputs.get(states + i);
      String first = prefix + "i" + nested++;
      constants.put(first, Constant.of(List.of(), 0L));
      long axis = axes == null || i >= axes.size() ? 0 : axes.get(i);
      nodes.add(
          new Node(
              "",
              "",
              "Gather",
              List.of(resolve(node.input(states + i)), first),
              List.of(copy(input)),
              Map.of("axis", new Attribute.Int(axis))));
    }
    return true;
  }

  private void layOut(Graph body) {
    body.constants().forEach(this::constant);
    for (Node node : body.nodes()) {
      // Before its outputs have copies, so that what is read is what was there before.
      Node here = resolved(node);
      bodies(node);
      nodes.add(here.withOutputs(node.outputs().stream().map(this::copyUnlessEmpty).toList()));
    }
  }

  private void constant(String name, Constant constant) {
    constants.put(copy(name), constant);
  }

  private String copyUnlessEmpty(String name) {
    return name.isEmpty() ? name : copy(name);
  }

  private String copy(String name) {
    return copies.computeIfAbsent(name, original -> prefix + copies.size());
  }

  private String resolve(String name) {
    return copies.getOrDefault(name, name);
  }

  /** The node reading copies; its own bodies with names of their own. */
  private Node resolved(Node node) {
    return renamed(node, copies);
  }

  private Node renamed(Node node, Map<String, String> names) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll(
        (key, value) ->
            value instanceof Attribute.Body body
                ? new Attribute.Body(renamed(body.value(), names))
                : value instanceof Attribute.Bodies bodies
                    ? new Attribute.Bodies(
                        bodies.values().stream().map(body -> renamed(body, names)).toList())
                    : value);
    return node.mapInputs(name -> names.getOrDefault(name, name)).withAttributes(attributes);
  }

  private Graph renamed(Graph body, Map<String, String> around) {
    Map<String, String> names = new HashMap<>(around);
    body.makes().forEach(name -> names.put(name, prefix + "n" + nested++));
    List<Node> renamed = new ArrayList<>();
    for (Node node : body.nodes()) {
      List<String> outputs =
          node.outputs().stream().map(name -> names.getOrDefault(name, name)).toList();
      renamed.add(renamed(node, names).withOutputs(outputs));
    }
    return new Graph(
        renamed(body.inputs(), names),
        renamed(body.outputs(), names),
        renamed,
        renamed(body.constants(), names));
  }

  private static <V> Map<String, V> renamed(Map<String, V> values, Map<String, String> names) {
    Map<String, V> renamed = new LinkedHashMap<>();
    values.forEach((name, value) -> renamed.put(names.getOrDefault(name, name), value));
    return renamed;
  }
}
