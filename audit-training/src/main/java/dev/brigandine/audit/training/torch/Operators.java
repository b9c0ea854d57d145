package dev.brigandine.audit.training.torch;

import java.util.HashMap;
import java.util.Map;

/** All operators that are computed here: ONNX's own. */
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
  static Operator named(String op) {
    return ALL.get(op);
  }
}
