package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDArray;
import dev.brigandine.onnx.graph.Node;
import java.util.HashMap;
import java.util.Map;

/** All operators that are computed here: ONNX's own, and one that stands for unknown orders. */
final class Operators {
  private static final Map<String, Operator> ALL = all();

  private Operators() {}

  private static Map<String, Operator> all() {
    Map<String, Operator> all = new HashMap<>();
    Pointwise.register(all);
    Shaping.register(all);
    Reductions.register(all);
    LayerOperators.register(all);
    Recurrent.register(all);
    return Map.copyOf(all);
  }

  /** Null if it is not computed here. */
  static Operator of(Node node) {
    if (node.domain().equals(TorchGraph.DOMAIN)) {
      return node.op().equals(TorchGraph.MIX) ? Operator.of(Operators::mix) : null;
    }
    return node.domain().isEmpty() ? ALL.get(node.op()) : null;
  }

  /** A matrix product along any axis. */
  private static Value mix(Call call) {
    NDArray x = call.real(0);
    int axis = call.in(0).axis(call.integer("axis", -1));
    int last = x.getShape().dimension() - 1;
    if (axis == last) {
      return new Real(LayerOperators.matMul(x, call.real(1)));
    }
    return new Real(
        LayerOperators.matMul(x.swapAxes(axis, last), call.real(1)).swapAxes(axis, last));
  }
}
