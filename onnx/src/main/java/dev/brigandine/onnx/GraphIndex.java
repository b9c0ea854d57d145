package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who uses and who makes which value, over the main graph and all subgraphs. Values are told apart
 * by name alone: where a subgraph shadows an outer name, the uses of both are reported for either.
 */
final class GraphIndex {
  /** An input of a node. */
  record Use(NodeProto node, int input) {}

  private final Map<String, List<Use>> uses = new HashMap<>();
  private final Map<String, Integer> definitions = new HashMap<>();
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Set<String> functions = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> suffixes = new HashMap<>();

  GraphIndex(ModelProto model) {
    for (FunctionProto function : model.getFunctionsList()) {
      functions.add(function.getDomain() + "\0" + function.getName());
    }
    add(model.getGraph());
  }

  List<Use> uses(String name) {
    return uses.getOrDefault(name, List.of());
  }

  /** In how many graphs the name is given to a value. */
  int definitions(String name) {
    return definitions.getOrDefault(name, 0);
  }

  /** The node that makes the value, or null. */
  NodeProto maker(String name) {
    return makers.get(name);
  }

  /** The value's tensor, if it is an initializer or comes from a Constant node, or null. */
  TensorProto constant(String name) {
    return constants.get(name);
  }

  boolean isFunction(NodeProto node) {
    return functions.contains(node.getDomain() + "\0" + node.getOpType());
  }

  /** A name not yet in the model, made from {@code name}; it counts as taken from now on. */
  String fresh(String name) {
    while (true) {
      String candidate = name + "_" + suffixes.merge(name, 1, Integer::sum);
      if (taken.add(candidate)) {
        return candidate;
      }
    }
  }

  static boolean isConstant(NodeProto node) {
    return node.getOpType().equals("Constant")
        && (node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx"))
        && node.getOutputCount() == 1
        && node.getAttributeCount() == 1;
  }

  private void add(GraphProto graph) {
    Set<String> defined = new HashSet<>();
    for (ValueInfoProto input : graph.getInputList()) {
      defined.add(input.getName());
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      defined.add(tensor.getName());
      constants.put(tensor.getName(), tensor);
    }
    for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
      defined.add(sparse.getValues().getName());
    }
    for (NodeProto node : graph.getNodeList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        uses.computeIfAbsent(node.getInput(i), name -> new ArrayList<>(2)).add(new Use(node, i));
        taken.add(node.getInput(i));
      }
      for (String output : node.getOutputList()) {
        defined.add(output);
        makers.put(output, node);
      }
      if (isConstant(node) && node.getAttribute(0).hasT()) {
        constants.put(node.getOutput(0), node.getAttribute(0).getT());
      }
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          add(attribute.getG());
        }
        attribute.getGraphsList().forEach(this::add);
      }
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      taken.add(output.getName());
    }
    for (String name : defined) {
      definitions.merge(name, 1, Integer::sum);
    }
    taken.addAll(defined);
  }
}
