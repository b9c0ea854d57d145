package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;
import dev.brigandine.onnx.graph.Node;

/**
 * The place of a lock while the model is being planned: an operator of this project's own domain,
 * which standard ones take the place of once it is clear what its key tensor does.
 */
public final class Gate {
  /** Not an operator set that any engine knows: a gate that is left over cannot go unnoticed. */
  public static final String DOMAIN = "dev.brigandine.gate";

  /** Changes channels along one axis: reorders them no further, but does what a gauge does. */
  public static final String MIX = "Mix";

  /** Brings channels along one axis into another order. */
  public static final String PERMUTE = "Permute";

  /** Brings indices, its input's elements, into another order. */
  public static final String INDEX = "Index";

  private Gate() {}

  /** Whether the node is a gate. */
  public static boolean is(Node node) {
    return node != null && node.domain().equals(DOMAIN);
  }

  static boolean makesIndices(Node node) {
    return is(node) && node.op().equals(INDEX);
  }

  /** Along the axis, its two sides have their own gauges, or their own order. */
  static void relate(Operation op, Relations r) {
    boolean index = op.node().op().equals(INDEX);
    int axis = index ? -1 : (int) op.node().integer("axis", -1);
    for (Axis in : op.axes(op.in(0))) {
      Axis out = new Axis(op.out(0), in.index());
      if (in.index() != axis) {
        r.tie(in, out, index ? Level.NONE : Level.MIX);
      } else if (!op.node().op().equals(PERMUTE)) {
        r.align(in, out);
      } else {
        r.limit(in, Level.NONE);
        r.limit(out, Level.NONE);
      }
    }
  }
}
