package dev.brigandine.audit.recover;

import dev.brigandine.armor.rules.Gate;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which value of a captured graph is which of the base's. From the answers backwards: what makes a
 * pair of values is a pair of nodes, and their inputs are pairs in order. Names, the order of nodes
 * and gates do not matter. Operators that change nothing are stepped over on either side.
 */
final class Pairing {
  private static final Set<String> IDLE = Set.of("Identity", "Dropout");

  private record Pair(String captured, String base) {}

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Node> capturedMakers = new HashMap<>();
  private final Map<String, Node> baseMakers = new HashMap<>();
  private final Deque<Pair> open = new ArrayDeque<>();
  private int differences;

  private Pairing() {}

  /**
   * Pairs all that leads to the outputs.
   *
   * @param names what each of the base's inputs and outputs is called in the captured graph
   */
  static Pairing of(Graph captured, Graph base, Map<String, String> names) {
    Pairing pairing = new Pairing();
    index(captured, pairing.capturedMakers);
    index(base, pairing.baseMakers);
    List<String> outputs = List.copyOf(captured.outputs().keySet());
    int place = 0;
    for (String output : base.outputs().keySet()) {
      String seen = names.get(output);
      if (seen == null && place < outputs.size()) {
        seen = outputs.get(place);
      }
      if (seen != null) {
        pairing.open.push(new Pair(seen, output));
      }
      place++;
    }
    while (!pairing.open.isEmpty()) {
      pairing.next(pairing.open.pop());
    }
    return pairing;
  }

  /** The base's value, by the captured graph's. */
  Map<String, String> values() {
    return values;
  }

  /** Places where the graphs part. */
  int differences() {
    return differences;
  }

  private static void index(Graph graph, Map<String, Node> makers) {
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> makers.put(output, node));
      node.bodies().forEach(body -> index(body, makers));
    }
    makers.remove("");
  }

  private void next(Pair pair) {
    if (pair.captured.isEmpty() || pair.base.isEmpty()) {
      return;
    }
    Node captured = capturedMakers.get(pair.captured);
    Node base = baseMakers.get(pair.base);
    String known = values.putIfAbsent(pair.captured, pair.base);
    if (known != null) {
      differences += known.equals(pair.base) ? 0 : 1;
      return;
    }
    if (captured != null && (Gate.is(captured) || isIdle(captured) && !same(captured, base))) {
      open.push(new Pair(captured.input(0), pair.base));
    } else if (base != null && isIdle(base) && !same(captured, base)) {
      values.remove(pair.captured);
      open.push(new Pair(pair.captured, base.input(0)));
    } else if (same(captured, base)) {
      nodes(captured, base);
    } else if (captured != null || base != null) {
      differences++;
    }
  }

  private void nodes(Node captured, Node base) {
    for (int i = 0; i < captured.inputs().size(); i++) {
      open.push(new Pair(captured.input(i), base.input(i)));
    }
    for (int i = 0; i < captured.outputs().size(); i++) {
      if (!captured.output(i).isEmpty()) {
        values.putIfAbsent(captured.output(i), base.output(i));
      }
    }
    List<Graph> one = captured.bodies();
    List<Graph> other = base.bodies();
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      bodies(one.get(i), other.get(i));
    }
  }

  private void bodies(Graph captured, Graph base) {
    pairs(captured.inputs().keySet(), base.inputs().keySet());
    pairs(captured.outputs().keySet(), base.outputs().keySet());
  }

  private void pairs(Set<String> captured, Set<String> base) {
    List<String> one = new ArrayList<>(captured);
    List<String> other = new ArrayList<>(base);
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      open.push(new Pair(one.get(i), other.get(i)));
    }
  }

  private static boolean isIdle(Node node) {
    return node.domain().isEmpty() && IDLE.contains(node.op());
  }

  private static boolean same(Node one, Node other) {
    return one != null
        && other != null
        && one.op().equals(other.op())
        && one.domain().equals(other.domain())
        && one.inputs().size() == other.inputs().size()
        && one.outputs().size() == other.outputs().size();
  }
}
