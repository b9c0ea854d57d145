package dev.brigandine.armor.locks;

import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.rules.Gate;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.FreshNames;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Standard operators in place of gates, and the key tensors as inputs of the graph. */
final class Realized {
  private final FreshNames fresh;
  private final Map<String, Constant> constants;
  private final List<Node> nodes = new ArrayList<>();

  private Realized(ModelGraph model) {
    this.fresh = new FreshNames(model);
    this.constants = new LinkedHashMap<>(model.graph().constants());
  }

  static ModelGraph of(ModelGraph model, List<Lock> locks) {
    Realized realized = new Realized(model);
    Map<String, Lock> gates = new HashMap<>();
    Map<String, ValueType> inputs = new LinkedHashMap<>(model.graph().inputs());
    for (Lock lock : locks) {
      gates.put(lock.gate(), lock);
      for (KeyTensor key : lock.keys()) {
        int type = key.kind() == KeyTensor.Kind.PERMUTE ? 7 : 1;
        inputs.put(
            key.input(),
            ValueType.tensor(type, key.shape().stream().map(size -> Long.toString(size)).toList()));
      }
    }
    for (Node node : model.graph().nodes()) {
      if (Gate.is(node)) {
        realized.gate(node, gates.get(node.output(0)));
      } else {
        realized.nodes.add(node);
      }
    }
    Graph graph = model.graph();
    return model.withGraph(new Graph(inputs, graph.outputs(), realized.nodes, realized.constants));
  }

  private void gate(Node gate, Lock lock) {
    String in = gate.input(0);
    String out = gate.output(0);
    Site site = lock.site();
    String key = lock.keys().get(0).input();
    switch (site.form()) {
      case KRONECKER -> kronecker(in, out, lock);
      case DENSE -> nodes.add(Node.of("MatMul", List.of(in, key), List.of(out)));
      case GROUPS ->
          nodes.add(
              Node.of("Conv", List.of(in, key), List.of(out))
                  .withAttributes(
                      Map.of("group", new Attribute.Int(site.size() / lock.keys().get(0).size()))));
      case PERMUTE ->
          nodes.add(
              Node.of("Gather", List.of(in, key), List.of(out))
                  .withAttributes(Map.of("axis", new Attribute.Int(site.axis()))));
      case INDEX -> nodes.add(Node.of("Gather", List.of(key, in), List.of(out)));
    }
  }

  private void kronecker(String in, String out, Lock lock) {
    KeyTensor inner = lock.keys().get(0);
    KeyTensor outer = lock.keys().get(1);
    int others = lock.site().rank() - 1;
    List<Long> cut = new ArrayList<>(Collections.nCopies(others, 0L));
    List<Long> whole = new ArrayList<>(cut);
    cut.add(outer.size());
    cut.add(inner.size());
    whole.add(lock.site().size());
    String matrices = fresh.next("gate");
    String right = fresh.next("gate");
    String left = fresh.next("gate");
    nodes.add(Node.of("Reshape", List.of(in, shape(cut)), List.of(matrices)));
    nodes.add(Node.of("MatMul", List.of(matrices, inner.input()), List.of(right)));
    nodes.add(Node.of("MatMul", List.of(outer.input(), right), List.of(left)));
    nodes.add(Node.of("Reshape", List.of(left, shape(whole)), List.of(out)));
  }

  private String shape(List<Long> sizes) {
    String name = fresh.next("shape");
    constants.put(
        name,
        Constant.of(
            List.of((long) sizes.size()), sizes.stream().mapToLong(Long::longValue).toArray()));
    return name;
  }
}
