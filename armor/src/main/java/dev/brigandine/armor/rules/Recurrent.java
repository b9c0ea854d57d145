package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;

/** Recurrent networks: X is S×B×I, W is D×gH×I, R is D×gH×H, B is D×2gH, Y is S×D×B×H. */
final class Recurrent {
  private Recurrent() {}

  static Rule of(int gates) {
    return (op, r) -> {
      if (op.node().integer("layout", 0) != 0 || op.has(4)) {
        op.fixAll(r);
        return;
      }
      Axis hidden = op.axis(op.in(2), 2);
      r.fix(op.axis(op.in(0), 0));
      r.fix(op.axis(op.in(1), 0));
      r.fix(op.axis(op.in(2), 0));
      r.limit(op.axis(op.in(0), 1), Level.NONE);
      r.dual(op.axis(op.in(0), 2), op.axis(op.in(1), 2));
      r.adds(op.axis(op.in(0), 2));
      r.adds(hidden);
      r.blocks(op.axis(op.in(1), 1), gates, hidden);
      r.blocks(op.axis(op.in(2), 1), gates, hidden);
      if (op.has(3)) {
        r.fix(op.axis(op.in(3), 0));
        r.blocks(op.axis(op.in(3), 1), 2L * gates, hidden);
      }
      for (int i = 5; i < op.node().inputs().size(); i++) {
        if (op.has(i)) {
          state(op, r, op.in(i), hidden, i == 7);
        }
      }
      for (int i = 0; i < op.node().outputs().size(); i++) {
        String out = op.out(i);
        if (!out.isEmpty()) {
          if (i == 0) {
            r.fix(op.axis(out, 0));
          }
          r.fix(op.axis(out, -3));
          r.tie(op.axis(op.in(0), 1), op.axis(out, -2), Level.NONE);
          r.tie(op.axis(out, -1), hidden, Level.NONE);
        }
      }
    };
  }

  private static void state(Operation op, Relations r, String value, Axis hidden, boolean peep) {
    r.fix(op.axis(value, 0));
    if (peep) {
      r.blocks(op.axis(value, 1), 3, hidden);
    } else {
      r.tie(op.axis(op.in(0), 1), op.axis(value, 1), Level.NONE);
      r.tie(op.axis(value, 2), hidden, Level.NONE);
    }
  }
}
