package dev.brigandine.armor;

import dev.brigandine.armor.locks.Plan;
import dev.brigandine.armor.passes.Renaming;
import dev.brigandine.armor.symmetry.Choice;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan carried out.
 *
 * @param choice what is done to every channel
 * @param plain the rewritten graph, still with the original's names
 * @param renamed the same with names that say nothing
 * @param model made of it
 * @param keys elements of the key tensors, in the plan's order
 */
record Rewrite(
    Choice choice,
    ModelGraph plain,
    Renaming.Renamed renamed,
    OnnxModel model,
    List<ByteBuffer> keys) {
  static Rewrite of(Plan plan, byte[] seed, KeyTensorSource source) throws OnnxException {
    List<ByteBuffer> keys = new ArrayList<>();
    List<KeyTensor> wanted = plan.keys();
    for (int i = 0; i < wanted.size(); i++) {
      keys.add(source.derive(i, wanted.get(i)));
    }
    Choice choice = new Choice(plan.analysis(), seed, plan.given(keys));
    ModelGraph changed = plan.analysis().model();
    changed = changed.withGraph(with(changed.graph(), choice.constants()));
    ModelGraph plain = plan.realized(changed);
    Renaming.Renamed renamed = Renaming.of(plain, seed);
    return new Rewrite(choice, plain, renamed, OnnxModel.of(renamed.model()), keys);
  }

  private static Graph with(Graph graph, Map<String, Constant> constants) {
    Map<String, Constant> own = new LinkedHashMap<>();
    graph.constants().keySet().forEach(name -> own.put(name, constants.get(name)));
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Map<String, Attribute> attributes = new LinkedHashMap<>();
      node.attributes().forEach((key, value) -> attributes.put(key, with(value, constants)));
      nodes.add(node.withAttributes(attributes));
    }
    return graph.withConstants(own).withNodes(nodes);
  }

  private static Attribute with(Attribute attribute, Map<String, Constant> constants) {
    if (attribute instanceof Attribute.Body body) {
      return new Attribute.Body(with(body.value(), constants));
    }
    if (attribute instanceof Attribute.Bodies bodies) {
      return new Attribute.Bodies(
          bodies.values().stream().map(graph -> with(graph, constants)).toList());
    }
    return attribute;
  }

  /** The key tensors as the renamed graph calls them. */
  List<KeyTensor> renamed(List<KeyTensor> planned) {
    return planned.stream()
        .map(
            key ->
                new KeyTensor(
                    renamed.names().get(key.input()),
                    key.kind(),
                    key.count(),
                    key.size(),
                    key.shape()))
        .toList();
  }

  /** What the original's inputs and outputs are called. */
  Map<String, String> publicNames(ModelGraph original) {
    Map<String, String> names = new LinkedHashMap<>();
    original.graph().inputs().keySet().forEach(n -> names.put(n, renamed.names().get(n)));
    original.graph().outputs().keySet().forEach(n -> names.put(n, renamed.names().get(n)));
    return names;
  }
}
