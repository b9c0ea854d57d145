package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names a graph gives, on top of those of the graphs around it: what each is called in the
 * skeleton. A name that a subgraph gives anew hides the outer one.
 */
final class Scope {
  private final Scope outer;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> reached;

  Scope(Scope outer, GraphProto graph) {
    this.outer = outer;
    this.reached = outer == null ? new HashSet<>() : outer.reached;
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
        if (scope.isMain() || !found.equals(name)) {
          reached.add(found);
        }
        return found;
      }
    }
    return name;
  }

  /** The names of the main graph that something has been resolved to, from whatever depth. */
  Set<String> reached() {
    return reached;
  }

  boolean isMain() {
    return outer == null;
  }
}
