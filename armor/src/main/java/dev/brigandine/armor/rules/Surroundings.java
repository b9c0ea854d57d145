package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.HashMap;
import java.util.Map;

/** What rules may look up about the model around a node, bodies included. */
public final class Surroundings {
  private final Shapes shapes;
  private final long opset;
  private final Map<String, Constant> constants = new HashMap<>();
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();

  /** Of all of {@code model}. */
  public Surroundings(ModelGraph model, Shapes shapes) {
    this.shapes = shapes;
    this.opset = model.opset();
    add(model.graph());
  }

  private void add(Graph graph) {
    constants.putAll(graph.constants());
    for (Node node : graph.nodes()) {
      node.inputs().forEach(name -> uses.merge(name, 1, Integer::sum));
      node.outputs().forEach(name -> makers.put(name, node));
      node.bodies().forEach(this::add);
    }
    graph.outputs().keySet().forEach(name -> uses.merge(name, 1, Integer::sum));
  }

  /** As seen when the model ran. */
  public Shapes shapes() {
    return shapes;
  }

  /** Version of ONNX's own operators. */
  public long opset() {
    return opset;
  }

  /** The constant of that name, or null. */
  public Constant constant(String value) {
    return constants.get(value);
  }

  /** The node that makes the value, or null. */
  public Node maker(String value) {
    return makers.get(value);
  }

  /** Whether it is a constant that is read in one place only. */
  public boolean absorbs(String value) {
    return constants.containsKey(value) && uses.getOrDefault(value, 0) == 1;
  }
}
