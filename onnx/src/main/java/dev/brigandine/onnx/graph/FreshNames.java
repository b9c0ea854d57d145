package dev.brigandine.onnx.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives names that no value of a model has, nor any other value that got one here. */
public final class FreshNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> suffixes = new HashMap<>();

  /** Apart from all names in {@code model}. */
  public FreshNames(ModelGraph model) {
    model
        .graph()
        .forEachGraph(
            graph -> {
              taken.addAll(graph.makes());
              taken.addAll(graph.outputs().keySet());
              graph.nodes().forEach(node -> taken.addAll(node.inputs()));
            });
  }

  /** A name made from {@code stem}, by a number at its end. */
  public String next(String stem) {
    while (true) {
      String candidate = stem + "_" + suffixes.merge(stem, 1, Integer::sum);
      if (taken.add(candidate)) {
        return candidate;
      }
    }
  }
}
