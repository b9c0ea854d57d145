package dev.brigandine.onnx.graph;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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

  /** Visits this graph, then all bodies within it, outer ones first. */
  public void forEachGraph(Consumer<Graph> visitor) {
    visitor.accept(this);
    for (Node node : nodes) {
      node.bodies().forEach(body -> body.forEachGraph(visitor));
    }
  }

  /** The names of all values it makes: inputs, constants and what its nodes put out. */
  public Set<String> makes() {
    Set<String> makes = new LinkedHashSet<>(inputs.keySet());
    makes.addAll(constants.keySet());
    nodes.forEach(node -> makes.addAll(node.outputs()));
    makes.remove("");
    return makes;
  }

  /** The names of the values that it, or a body within it, reads from the graphs around it. */
  public Set<String> reads() {
    Set<String> reads = new LinkedHashSet<>(outputs.keySet());
    nodes.forEach(node -> reads.addAll(node.reads()));
    reads.removeAll(makes());
    return reads;
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
