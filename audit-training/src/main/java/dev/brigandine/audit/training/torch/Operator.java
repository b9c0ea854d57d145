package dev.brigandine.audit.training.torch;

import java.util.List;

/** Computes what a node makes. */
interface Operator {
  /** All of the node's outputs, in order; unwanted ones at the end may be left out. */
  List<Value> apply(Call call);

  /** An operator of one output. */
  interface One {
    Value apply(Call call);
  }

  static Operator of(One one) {
    return call -> List.of(one.apply(call));
  }
}
