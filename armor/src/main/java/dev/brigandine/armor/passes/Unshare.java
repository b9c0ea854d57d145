package dev.brigandine.armor.passes;

import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives every reader of a small constant a copy of its own, so that what is done to one need not
 * suit the others. Exporters merge equal constants that have nothing to do with each other.
 */
public final class Unshare {
  /** Larger ones are shared on purpose, and copies would show in the size of the bundle. */
  private static final long MAX_BYTES = 64 << 10;

  private static final int INT64 = 7;

  private Unshare() {}

  /** Works on the main graph; what bodies read stays shared. */
  public static ModelGraph of(ModelGraph model) {
    Graph graph = model.graph();
    Map<String, Integer> readers = new HashMap<>();
    Set<String> taken = new HashSet<>();
    names(graph, taken);
    Set<String> elsewhere = new HashSet<>(graph.outputs().keySet());
    for (Node node : graph.nodes()) {
      node.inputs().forEach(name -> readers.merge(name, 1, Integer::sum));
      node.bodies().forEach(body -> names(body, elsewhere));
      if (node.is("DequantizeLinear")) {
        // With weights of its own the engine fuses it with what follows, which then rounds
        // otherwise.
        elsewhere.add(node.input(0));
      }
    }
    Map<String, Constant> constants = new LinkedHashMap<>(graph.constants());
    Map<String, Integer> copies = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<String> inputs = new ArrayList<>();
      for (String name : node.inputs()) {
        Constant constant = graph.constants().get(name);
        boolean first = constant == null || copies.merge(name, 1, Integer::sum) == 1;
        if (first || elsewhere.contains(name) || readers.get(name) < 2 || !isSmall(constant)) {
          inputs.add(name);
          continue;
        }
        String copy = name + "/" + copies.get(name);
        while (!taken.add(copy)) {
          copy += "'";
        }
        constants.put(copy, constant);
        inputs.add(copy);
      }
      nodes.add(node.withInputs(inputs));
    }
    return model.withGraph(graph.withNodes(nodes).withConstants(constants));
  }

  private static boolean isSmall(Constant constant) {
    return constant.elementType() != INT64
        && constant.count() > 1
        && constant.elements().byteLength() <= MAX_BYTES;
  }

  private static void names(Graph graph, Set<String> into) {
    into.addAll(graph.inputs().keySet());
    into.addAll(graph.outputs().keySet());
    into.addAll(graph.constants().keySet());
    for (Node node : graph.nodes()) {
      into.addAll(node.inputs());
      into.addAll(node.outputs());
      node.bodies().forEach(body -> names(body, into));
    }
  }
}
