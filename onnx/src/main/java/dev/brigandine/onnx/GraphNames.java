package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The values that one graph makes, on top of those of the graphs around it, and what each is called
 * once names are unique over all graphs. A name that a body makes hides the outer one.
 */
final class GraphNames {
  private final GraphNames outer;
  private final UnaryOperator<String> unique;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> given = new HashSet<>();

  /**
   * @param unique a name that no value has yet, that of the file if possible
   * @throws OnnxException if two values of the graph have one name, or one has none
   */
  GraphNames(GraphNames outer, GraphProto graph, UnaryOperator<String> unique)
      throws OnnxException {
    this.outer = outer;
    this.unique = unique;
    for (TensorProto tensor : graph.getInitializerList()) {
      define(tensor.getNameBytes(), "an initializer");
    }
    for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
      define(sparse.getValues().getNameBytes(), "a sparse initializer");
    }
    given.addAll(names.keySet());
    for (ValueInfoProto input : graph.getInputList()) {
      if (!given.contains(input.getName())) {
        define(input.getNameBytes(), "an input");
      }
    }
    for (NodeProto node : graph.getNodeList()) {
      for (int i = 0; i < node.getOutputCount(); i++) {
        if (!node.getOutput(i).isEmpty()) {
          define(node.getOutputBytes(i), "an output of " + describe(node));
        }
      }
    }
  }

  /** Whether an initializer has that name. */
  boolean isGiven(String name) {
    return given.contains(name);
  }

  boolean isMain() {
    return outer == null;
  }

  /** What the value that this graph makes is called, or null if it makes none of that name. */
  String own(String name) {
    return names.get(name);
  }

  /** From here on readers of {@code name} read {@code other}. */
  void redirect(String name, String other) {
    names.put(name, other);
  }

  /** What a node of this graph reads by {@code name}, or null if there is no such value. */
  String resolve(String name) {
    for (GraphNames at = this; at != null; at = at.outer) {
      String found = at.names.get(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void define(ByteString bytes, String what) throws OnnxException {
    String name = bytes.toStringUtf8();
    if (name.isEmpty() || !bytes.isValidUtf8()) {
      throw bad(what + " has an empty or unreadable name");
    }
    if (names.containsKey(name)) {
      throw bad(what + " is " + OnnxException.quote(name) + ", as another value of its graph is");
    }
    names.put(name, unique.apply(name));
  }

  /** A node as it may stand in a message. */
  static String describe(NodeProto node) {
    return "node "
        + OnnxException.quote(node.getName())
        + " ("
        + OnnxException.quote(node.getOpType())
        + ")";
  }

  static OnnxException bad(String what) {
    return new OnnxException(
        "bad-graph", what, "check the model with onnx.checker, or export it again");
  }
}
