package dev.brigandine.armor.engine;

import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Sees what every value of a graph is, by running it once. */
public final class Observer {
  /** Bodies looked into one by one, where not all could be at once. */
  private static final int MAX_SINGLE_BODIES = 64;

  private Observer() {}

  /**
   * Type and shape of each value, with these inputs: of the graph's inputs, constants, and values
   * that nodes make. Values inside the branches of an If are there for both branches; inside a Loop
   * or Scan they are what the first turn makes of them, whether or not there is a first turn.
   *
   * <p>Missing are sequences, optionals and maps; values in bodies of other operators; values in a
   * body that does not run on these inputs, as a branch not taken need not; and whatever ONNX
   * Runtime does not tell. What is there holds for these inputs, no others.
   *
   * @param inputs one for each of the graph's inputs
   * @throws OnnxException ({@code not-runnable}) if ONNX Runtime rejects the graph, or fails to run
   *     it on these inputs
   */
  public static Map<String, Observed> observe(ModelGraph model, List<SampleTensor> inputs)
      throws OnnxException {
    List<Graph> bodies = new ArrayList<>();
    model.graph().nodes().forEach(node -> bodies.addAll(node.bodies()));
    Map<String, Observed> all = tried(model, inputs, body -> true, node -> true);
    if (all != null) {
      return all;
    }
    Map<String, Observed> seen = bodies.isEmpty() ? null : tried(model, inputs, none(), n -> true);
    if (seen == null) {
      // Tells apart a model that does not run from one that has values of an odd kind.
      LoadedModel.run(model, inputs, model.graph().outputs().keySet());
      seen = Probe.of(model, none(), Observer::plain).run(inputs);
    }
    for (Graph body : bodies.subList(0, Math.min(bodies.size(), MAX_SINGLE_BODIES))) {
      Map<String, Observed> more = tried(model, inputs, one -> one == body, Observer::plain);
      if (more != null) {
        more.forEach(seen::putIfAbsent);
      }
    }
    return new LinkedHashMap<>(seen);
  }

  /** Null if it does not run so. */
  private static Map<String, Observed> tried(
      ModelGraph model,
      List<SampleTensor> inputs,
      Predicate<Graph> bodies,
      Predicate<Node> probed) {
    try {
      return Probe.of(model, bodies, probed).run(inputs);
    } catch (OnnxException e) {
      return null;
    }
  }

  private static Predicate<Graph> none() {
    return body -> false;
  }

  /** Whether all that a node makes is surely a tensor. */
  private static boolean plain(Node node) {
    return node.domain().isEmpty() && node.bodies().isEmpty();
  }
}
