package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;

/** Operators that pick elements by index. */
final class Selection {
  private Selection() {}

  /** Rows of a table, by number; the numbers are what the table's rows are in order for. */
  static final Rule GATHER =
      (op, r) -> {
        String data = op.in(0);
        String indices = op.in(1);
        int axis = op.axis(data, op.node().integer("axis", 0)).index();
        int more = op.rank(indices);
        // An index that went through a lock counts rows in their new order.
        if (!Gate.makesIndices(op.around().maker(indices))) {
          r.fix(new Axis(data, axis));
        }
        r.limit(new Axis(data, axis), Level.NONE);
        for (Axis x : op.axes(data)) {
          if (x.index() != axis) {
            int to = x.index() < axis ? x.index() : x.index() + more - 1;
            r.tie(x, new Axis(op.out(0), to), Level.MIX);
          }
        }
        for (Axis i : op.axes(indices)) {
          r.tie(i, new Axis(op.out(0), axis + i.index()), Level.NONE);
        }
      };
}
