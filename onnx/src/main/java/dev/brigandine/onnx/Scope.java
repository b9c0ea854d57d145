package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.HashMap;
import java.util.Map;

/**
 * The names a graph gives, on top of those of the graphs around it: what each is called in the
 * skeleton. A name that a subgraph gives anew hides the outer one.
 */
final class Scope {
  private final Scope outer;
  private final Map<String, String> names = new HashMap<>();

  Scope(Scope outer, GraphProto graph) {
    this.outer = outer;
    graph.getInputList().forEach(value -> define(value.getName(), value.getName()));
    graph.getInitializerList().forEach(tensor -> define(tensor.getName(), tensor.getName()));
    graph
        .getSparseInitializerList()
        .forEach(s -> define(s.getValues().getName(), s.getValues().getName()));
    graph
        .getNodeList()
        .forEach(node -> node.getOutputList().forEach(output -> define(output, output)));
  }

  /** From here on {@code name} is called {@code renamed}. */
  void define(String name, String renamed) {
    names.put(name, renamed);
  }

  /** What {@code name} is called now. The empty name, an input left out, stays as it is. */
  String resolve(String name) {
    for (Scope scope = this; scope != null && !name.isEmpty(); scope = scope.outer) {
      String found = scope.names.get(name);
      if (found != null) {
        return found;
      }
    }
    return name;
  }

  boolean isMain() {
    return outer == null;
  }
}
