package dev.brigandine.onnx;

import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Puts the nodes of a graph in a topological order, as near to theirs as can be. */
final class NodeOrder {
  private final List<Node> nodes;
  private final Map<String, Integer> makers = new HashMap<>();

  private NodeOrder(List<Node> nodes) {
    this.nodes = nodes;
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        if (!output.isEmpty()) {
          makers.put(output, i);
        }
      }
    }
  }

  /**
   * The same nodes; what bodies read from outside counts.
   *
   * @throws OnnxException if there is a cycle
   */
  static List<Node> of(List<Node> nodes) throws OnnxException {
    return new NodeOrder(nodes).sorted();
  }

  private List<Node> sorted() throws OnnxException {
    List<List<Integer>> readers = new ArrayList<>();
    List<Set<Integer>> read = new ArrayList<>();
    int[] waits = new int[nodes.size()];
    nodes.forEach(node -> readers.add(new ArrayList<>(2)));
    for (int i = 0; i < waits.length; i++) {
      Set<Integer> from = new HashSet<>();
      for (String name : nodes.get(i).reads()) {
        Integer maker = makers.get(name);
        if (maker != null && from.add(maker)) {
          readers.get(maker).add(i);
        }
      }
      read.add(from);
      waits[i] = from.size();
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < waits.length; i++) {
      if (waits[i] == 0) {
        ready.add(i);
      }
    }
    List<Node> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.poll();
      sorted.add(nodes.get(next));
      for (int reader : readers.get(next)) {
        if (--waits[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      throw cycle(read, waits);
    }
    return sorted;
  }

  /** Whoever still waits waits for one that does: going back ends in the cycle. */
  private OnnxException cycle(List<Set<Integer>> read, int[] waits) {
    int at = 0;
    while (waits[at] == 0) {
      at++;
    }
    Set<Integer> seen = new HashSet<>();
    while (seen.add(at)) {
      for (int maker : read.get(at)) {
        if (waits[maker] > 0) {
          at = maker;
          break;
        }
      }
    }
    Node node = nodes.get(at);
    return GraphNames.bad(
        "node "
            + OnnxException.quote(node.name())
            + " ("
            + OnnxException.quote(node.op())
            + ", which makes "
            + OnnxException.quote(node.output(0))
            + ") needs its own output: the graph has a cycle");
  }
}
