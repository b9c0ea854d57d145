package dev.brigandine.armor;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model may have learnt that is no constant of its graph: numbers in attributes (trees,
 * linear models), sparse tensors, functions. No symmetry reaches it.
 */
final class Uncounted {
  /** A handful of numbers is a setting. */
  private static final int FEW = 8;

  private Uncounted() {}

  static List<ArmorReport.Pinned> of(ModelGraph model) {
    List<ArmorReport.Pinned> found = new ArrayList<>();
    model
        .graph()
        .forEachGraph(
            graph -> {
              for (Node node : graph.nodes()) {
                node.attributes().forEach((name, value) -> add(found, node, name, bytes(value)));
              }
            });
    for (byte[] function : model.functions()) {
      found.add(
          new ArmorReport.Pinned(
              "a function", function.length, false, "functions stay as they are"));
    }
    return found;
  }

  private static void add(List<ArmorReport.Pinned> found, Node node, String name, long bytes) {
    if (bytes > 0) {
      String where = node.name().isEmpty() ? node.output(0) : node.name();
      found.add(
          new ArmorReport.Pinned(
              where + ", " + name + " of " + node.op(), bytes, false, "it is an attribute"));
    }
  }

  private static long bytes(Attribute attribute) {
    if (attribute instanceof Attribute.Reals reals) {
      return reals.values().size() > FEW ? 4L * reals.values().size() : 0;
    }
    if (attribute instanceof Attribute.Tensor tensor) {
      Constant value = tensor.value();
      return value.count() > FEW ? value.elements().byteLength() : 0;
    }
    return attribute instanceof Attribute.Opaque opaque ? opaque.proto().length : 0;
  }
}
