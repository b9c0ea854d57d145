package dev.brigandine.onnx;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds an edited graph to what {@link Graph} promises, so that a slip in a rewriting ends here and
 * not in a runtime.
 */
final class GraphCheck {
  /** Bodies within bodies; what is read has fewer, since protobuf nests 100 messages at most. */
  static final int MAX_DEPTH = 30;

  private final Set<String> made = new HashSet<>();
  private final Set<String> visible = new HashSet<>();

  private GraphCheck() {}

  /**
   * Checks the main graph and all bodies.
   *
   * @throws OnnxException ({@code bad-graph}, {@code bad-tensor}, {@code too-deep}) if a name
   *     stands for two values, a value is read before it is made, or a constant contradicts itself
   */
  static void check(Graph main) throws OnnxException {
    if (main.outputs().isEmpty()) {
      throw GraphNames.bad("the graph has no outputs");
    }
    new GraphCheck().graph(main, 0);
  }

  private void graph(Graph graph, int depth) throws OnnxException {
    if (depth > MAX_DEPTH) {
      throw new OnnxException(
          "too-deep", "the graph nests bodies more than " + MAX_DEPTH + " deep", null);
    }
    Set<String> own = new HashSet<>();
    for (String input : graph.inputs().keySet()) {
      make(input, "an input", own);
    }
    for (Map.Entry<String, Constant> constant : graph.constants().entrySet()) {
      make(constant.getKey(), "a constant", own);
      constant(constant.getKey(), constant.getValue());
    }
    for (Node node : graph.nodes()) {
      node(node, own, depth);
    }
    for (String output : graph.outputs().keySet()) {
      if (!own.contains(output)) {
        throw GraphNames.bad(
            "output " + OnnxException.quote(output) + " is made by nothing in its graph");
      }
    }
    visible.removeAll(own);
  }

  private void node(Node node, Set<String> own, int depth) throws OnnxException {
    for (String input : node.inputs()) {
      if (!input.isEmpty() && !visible.contains(input)) {
        throw GraphNames.bad(
            describe(node)
                + " reads "
                + OnnxException.quote(input)
                + ", which nothing before it makes");
      }
    }
    for (Map.Entry<String, Attribute> attribute : node.attributes().entrySet()) {
      if (attribute.getValue() instanceof Attribute.Tensor tensor) {
        constant(attribute.getKey(), tensor.value());
      }
    }
    for (Graph body : node.bodies()) {
      graph(body, depth + 1);
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty()) {
        make(output, "an output of " + describe(node), own);
      }
    }
  }

  private void make(String name, String what, Set<String> own) throws OnnxException {
    if (name.isEmpty()) {
      throw GraphNames.bad(what + " has no name");
    }
    if (!made.add(name)) {
      throw GraphNames.bad(what + " is " + OnnxException.quote(name) + ", as another value is");
    }
    own.add(name);
    visible.add(name);
  }

  private static void constant(String name, Constant constant) throws OnnxException {
    ElementType type =
        ElementType.of(constant.elementType())
            .filter(found -> found != ElementType.STRING)
            .orElseThrow(
                () -> bad(name, "cannot be of the element type " + constant.elementType()));
    long expected;
    try {
      long count = 1;
      boolean empty = false;
      for (long size : constant.shape()) {
        if (size < 0) {
          throw bad(name, "has a dimension of " + size);
        }
        empty |= size == 0;
        count = Math.multiplyExact(count, Math.max(1, size));
      }
      expected = type.byteLength(empty ? 0 : count);
    } catch (ArithmeticException e) {
      throw bad(name, "has more elements than fit in 63 bits");
    }
    if (constant.elements().byteLength() != expected) {
      throw bad(
          name,
          "has "
              + constant.elements().byteLength()
              + " bytes of data, but its type and shape make "
              + expected);
    }
  }

  private static OnnxException bad(String constant, String what) {
    return new OnnxException(
        "bad-tensor", "constant " + OnnxException.quote(constant) + " " + what, null);
  }

  private static String describe(Node node) {
    return "node " + OnnxException.quote(node.name()) + " (" + OnnxException.quote(node.op()) + ")";
  }
}
