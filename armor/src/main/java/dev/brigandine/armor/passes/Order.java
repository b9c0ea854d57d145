package dev.brigandine.armor.passes;

import dev.brigandine.armor.symmetry.SecretRandom;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A random topological order. */
final class Order {
  private Order() {}

  static List<Node> shuffled(Graph graph, SecretRandom random) {
    List<Node> nodes = graph.nodes();
    Map<String, Integer> makers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        makers.put(output, i);
      }
    }
    makers.remove("");
    int[] waiting = new int[nodes.size()];
    List<List<Integer>> readers = new ArrayList<>();
    nodes.forEach(node -> readers.add(new ArrayList<>()));
    List<Integer> ready = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Set<Integer> needs = new LinkedHashSet<>();
      for (String value : nodes.get(i).reads()) {
        if (makers.containsKey(value)) {
          needs.add(makers.get(value));
        }
      }
      for (int need : needs) {
        readers.get(need).add(i);
      }
      waiting[i] = needs.size();
      if (needs.isEmpty()) {
        ready.add(i);
      }
    }
    List<Node> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove(random.below(ready.size()));
      order.add(nodes.get(next));
      for (int reader : readers.get(next)) {
        if (--waiting[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    return order;
  }
}
