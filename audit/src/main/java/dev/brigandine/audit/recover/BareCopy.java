package dev.brigandine.audit.recover;

import dev.brigandine.armor.rules.Gate;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A captured copy with its gates standing open: it runs without key tensors, as a thief runs it who
 * has none. In memory only.
 *
 * @param graph the copy's, by the copy's names
 * @param captured as it was
 */
public record BareCopy(ModelGraph graph, Captured captured) {
  /** Opens the gates. */
  public static BareCopy of(Captured captured) {
    ModelGraph marked = GateSearch.of(captured).model();
    List<Node> nodes =
        marked.graph().nodes().stream()
            .map(
                node ->
                    Gate.is(node)
                        ? Node.of("Identity", List.of(node.input(0)), List.of(node.output(0)))
                        : node)
            .toList();
    return new BareCopy(marked.withGraph(marked.graph().withNodes(nodes)), captured);
  }

  /**
   * The weights of another customer's copy under this one's names: each where the same operator
   * reads it, its channels as they are.
   */
  public Map<String, float[]> weightsOf(BareCopy other) throws IOException {
    Pairing pairing = Pairing.of(other.graph.graph(), graph.graph(), names(other.captured));
    Map<String, float[]> weights = new LinkedHashMap<>();
    Map<String, Constant> own = graph.graph().constants();
    for (Map.Entry<String, Constant> entry : other.graph.graph().constants().entrySet()) {
      Constant constant = own.get(pairing.values().getOrDefault(entry.getKey(), ""));
      if (constant != null && fits(constant, entry.getValue())) {
        weights.put(pairing.values().get(entry.getKey()), Numbers.of(entry.getValue()));
      }
    }
    return weights;
  }

  /** The same, with the other's channels brought into this one's order, scale and basis. */
  public Map<String, float[]> alignedTo(Captured other, long seed, Recovery.Progress progress)
      throws IOException, InterruptedException {
    Captured renamed = new Captured(other.graph(), names(other), other.keys());
    Recovery recovery = Recovery.of(renamed, graph, false, seed, progress);
    return weights(recovery.model());
  }

  /** Its own weights. */
  public Map<String, float[]> weights() throws IOException {
    return weights(graph);
  }

  /** The copy with other weights, its gates open. */
  public ModelGraph with(Map<String, float[]> weights) {
    return replaced(graph, weights);
  }

  /** The copy with other weights and with its key tensors. */
  public ModelGraph withKeys(Map<String, float[]> weights) {
    return replaced(captured.withKeys(), weights);
  }

  private static ModelGraph replaced(ModelGraph model, Map<String, float[]> weights) {
    Map<String, Constant> constants = new HashMap<>();
    weights.forEach(
        (name, values) ->
            constants.put(name, Numbers.like(model.graph().constants().get(name), values)));
    return model.withGraph(Bodies.with(model.graph(), constants));
  }

  private static Map<String, float[]> weights(ModelGraph model) throws IOException {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Map.Entry<String, Constant> entry : model.graph().constants().entrySet()) {
      if (Numbers.can(entry.getValue())) {
        weights.put(entry.getKey(), Numbers.of(entry.getValue()));
      }
    }
    return weights;
  }

  private static boolean fits(Constant one, Constant other) {
    return Numbers.can(one)
        && one.shape().equals(other.shape())
        && one.elementType() == other.elementType();
  }

  /** What this copy's inputs and outputs are called in the other. */
  private Map<String, String> names(Captured other) {
    Map<String, String> names = new HashMap<>();
    graph.graph().inputs().keySet().forEach(name -> names.put(name, name));
    graph.graph().outputs().keySet().forEach(name -> names.put(name, name));
    captured
        .names()
        .forEach((original, mine) -> names.put(mine, other.names().getOrDefault(original, mine)));
    return names;
  }
}
