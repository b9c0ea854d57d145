package dev.brigandine.onnx.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph, of the model or of a branch or loop. Immutable. Constant nodes of tensors are not among
 * its nodes but among its constants.
 *
 * <p>Within a {@link ModelGraph} a name stands for one value only, over all graphs; bodies read
 * values of the graphs around them by name.
 *
 * @param inputs without those that are constants; in order, with their types
 * @param outputs in order, with their types
 * @param nodes in a topological order
 * @param constants by name, in order
 */
public record Graph(
    Map<String, ValueType> inputs,
    Map<String, ValueType> outputs,
    List<Node> nodes,
    Map<String, Constant> constants) {
  /** Copies all; the order of the maps is kept. */
  public Graph {
    inputs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    nodes = List.copyOf(nodes);
    constants = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(constants));
  }

  /** The same with other nodes. */
  public Graph withNodes(List<Node> others) {
    return new Graph(inputs, outputs, others, constants);
  }

  /** The same with other constants. */
  public Graph withConstants(Map<String, Constant> others) {
    return new Graph(inputs, outputs, nodes, others);
  }

  /** The same with other inputs. */
  public Graph withInputs(Map<String, ValueType> others) {
    return new Graph(others, outputs, nodes, constants);
  }

  /** The same with other outputs. */
  public Graph withOutputs(Map<String, ValueType> others) {
    return new Graph(inputs, others, nodes, constants);
  }
}
