package dev.brigandine.audit.structure;

import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** How many of each operator a graph has, bodies included. */
record Operators(Map<String, Integer> counts) {
  static Operators of(Graph graph) {
    Map<String, Integer> counts = new TreeMap<>();
    graph.forEachGraph(
        each -> each.nodes().forEach(node -> counts.merge(name(node), 1, Integer::sum)));
    return new Operators(counts);
  }

  static String name(Node node) {
    return node.domain().isEmpty() ? node.op() : node.domain() + ":" + node.op();
  }

  int of(String... operators) {
    int sum = 0;
    for (String operator : operators) {
      sum += counts.getOrDefault(operator, 0);
    }
    return sum;
  }

  /** What both have, of what either has; 1 if they have the same. */
  double overlap(Operators other) {
    TreeSet<String> all = new TreeSet<>(counts.keySet());
    all.addAll(other.counts.keySet());
    double both = 0;
    double either = 0;
    for (String operator : all) {
      int mine = counts.getOrDefault(operator, 0);
      int theirs = other.counts.getOrDefault(operator, 0);
      both += Math.min(mine, theirs);
      either += Math.max(mine, theirs);
    }
    return either == 0 ? 1 : both / either;
  }
}
