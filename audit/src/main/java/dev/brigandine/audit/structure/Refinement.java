package dev.brigandine.audit.structure;

import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many nodes have which surroundings, by Weisfeiler and Lehman's refinement: a node's label is
 * its operator, then, round by round, its own label and its neighbours', those before it in order.
 * Two graphs are as alike as the cosine of these counts over all rounds (Shervashidze et al.,
 * Weisfeiler-Lehman Graph Kernels, JMLR 12, 2011). A stand-in for the edit distance, which is not
 * computable at this size; it is 1 for graphs that are the same but for names and order.
 */
final class Refinement {
  private static final int ROUNDS = 3;

  private final Map<String, Integer> counts = new HashMap<>();

  private Refinement() {}

  static Refinement of(Graph graph) {
    Refinement refinement = new Refinement();
    graph.forEachGraph(refinement::count);
    return refinement;
  }

  private void count(Graph graph) {
    List<Node> nodes = graph.nodes();
    Map<String, Integer> makers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        makers.put(output, i);
      }
    }
    makers.remove("");
    List<List<Integer>> readers = new ArrayList<>();
    nodes.forEach(node -> readers.add(new ArrayList<>()));
    for (int i = 0; i < nodes.size(); i++) {
      for (String input : nodes.get(i).inputs()) {
        if (makers.containsKey(input)) {
          readers.get(makers.get(input)).add(i);
        }
      }
    }
    String[] labels = new String[nodes.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Operators.name(nodes.get(i));
    }
    add(0, labels);
    for (int round = 1; round <= ROUNDS; round++) {
      String[] next = new String[labels.length];
      for (int i = 0; i < labels.length; i++) {
        next[i] = refined(labels, i, nodes.get(i), graph, makers, readers.get(i));
      }
      labels = next;
      add(round, labels);
    }
  }

  private static String refined(
      String[] labels,
      int at,
      Node node,
      Graph graph,
      Map<String, Integer> makers,
      List<Integer> readers) {
    StringBuilder label = new StringBuilder(labels[at]).append('(');
    for (String input : node.inputs()) {
      Integer maker = makers.get(input);
      if (maker != null) {
        label.append(labels[maker]);
      } else {
        label.append(graph.constants().containsKey(input) ? "constant" : "input");
      }
      label.append(',');
    }
    label.append(")>");
    List<String> after = new ArrayList<>();
    readers.forEach(reader -> after.add(labels[reader]));
    Collections.sort(after);
    after.forEach(reader -> label.append(reader).append(','));
    // Labels would grow without end; 128 bits of them tell as much.
    long one = 0;
    long other = 7;
    for (int i = 0; i < label.length(); i++) {
      one = one * 1_000_003 + label.charAt(i);
      other = (other ^ label.charAt(i)) * 0x100000001b3L;
    }
    return Long.toHexString(one) + Long.toHexString(other);
  }

  private void add(int round, String[] labels) {
    for (String label : labels) {
      counts.merge(round + label, 1, Integer::sum);
    }
  }

  /** From 0, nothing in common, to 1. */
  double likeness(Refinement other) {
    double both = 0;
    double mine = 0;
    double theirs = 0;
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      double count = entry.getValue();
      both += count * other.counts.getOrDefault(entry.getKey(), 0);
      mine += count * count;
    }
    for (int count : other.counts.values()) {
      theirs += (double) count * count;
    }
    return mine == 0 || theirs == 0 ? (mine == theirs ? 1 : 0) : both / Math.sqrt(mine * theirs);
  }
}
