package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;

/** Convolutions and what else looks at places: N, C, and the places, which all stay as they are. */
final class Convolution {
  private Convolution() {}

  static final Rule CONV =
      (op, r) -> {
        conv(op, r, op.in(0), op.in(1), op.out(0));
        if (op.has(2)) {
          r.tie(op.axis(op.in(2), 0), op.axis(op.out(0), 1), Level.MIX);
        }
      };

  static void conv(Operation op, Relations r, String x, String w, String out) {
    long group = op.node().integer("group", 1);
    Axis in = op.axis(x, 1);
    Axis made = op.axis(out, 1);
    places(op, r, x, out);
    places(op, r, w, w);
    if (group == 1) {
      r.dual(in, op.axis(w, 1));
      r.tie(op.axis(w, 0), made, Level.MIX);
      if (!Linear.fromIntegers(op, x, w)) {
        r.adds(in);
      }
    } else if (group == op.size(in) && group == op.size(made)) {
      r.absorb(op.axis(w, 0), in, made);
    } else {
      r.blocks(in, group, op.axis(w, 1));
      r.tie(op.axis(w, 0), made, Level.NONE);
      r.blocks(made, group, null);
      if (!Linear.fromIntegers(op, x, w)) {
        r.adds(in);
      }
    }
  }

  static final Rule TRANSPOSED =
      (op, r) -> {
        places(op, r, op.in(0), op.out(0));
        places(op, r, op.in(1), op.in(1));
        if (op.node().integer("group", 1) != 1) {
          op.fixAll(r);
          return;
        }
        r.dual(op.axis(op.in(0), 1), op.axis(op.in(1), 0));
        r.adds(op.axis(op.in(0), 1));
        r.tie(op.axis(op.in(1), 1), op.axis(op.out(0), 1), Level.MIX);
        if (op.has(2)) {
          r.tie(op.axis(op.in(2), 0), op.axis(op.out(0), 1), Level.MIX);
        }
      };

  /** A pool, which treats each channel alone. */
  static Rule pool(Level level) {
    return (op, r) -> {
      if (op.outputs().size() > 1) {
        op.fixAll(r);
        return;
      }
      places(op, r, op.in(0), op.out(0));
      r.tie(op.axis(op.in(0), 1), op.axis(op.out(0), 1), level);
    };
  }

  /** Axes from the third on stay; the first is the batch. */
  private static void places(Operation op, Relations r, String one, String other) {
    if (!one.equals(other)) {
      r.tie(new Axis(one, 0), new Axis(other, 0), Level.NONE);
    }
    for (int i = 2; i < op.rank(one); i++) {
      r.fix(new Axis(one, i));
      r.fix(new Axis(other, i));
    }
  }
}
