package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;
import java.util.ArrayList;
import java.util.List;

/** Operators that work element by element, with broadcasting. */
final class Pointwise {
  private Pointwise() {}

  /** f(x), where f commutes with what {@code level} allows. */
  static Rule unary(Level level) {
    return (op, r) -> ties(op, r, op.in(0), op.out(0), level);
  }

  static void ties(Operation op, Relations r, String one, String other, Level level) {
    for (int i = 0; i < op.rank(one); i++) {
      r.tie(new Axis(one, i), new Axis(other, i), level);
    }
  }

  /** Any function of all inputs: they move together. */
  static final Rule TOGETHER = (op, r) -> together(op, r, op.inputs(), op.out(0), Level.NONE);

  /** A sum, a difference, a mean: linear in all of them at once. */
  static final Rule SUM = (op, r) -> together(op, r, op.inputs(), op.out(0), Level.MIX);

  /** Max and Min: with all inputs, the output is scaled by positive factors. */
  static final Rule EXTREME = (op, r) -> together(op, r, op.inputs(), op.out(0), Level.POSITIVE);

  /** x, where x is positive, and slope times x elsewhere: the slope is by channel. */
  static final Rule PRELU =
      (op, r) -> {
        ties(op, r, op.in(0), op.out(0), Level.POSITIVE);
        for (Axis axis : op.axes(op.in(1))) {
          Axis x = new Axis(op.in(0), axis.index() + op.rank(op.in(0)) - op.rank(op.in(1)));
          if (op.size(axis) > 1) {
            r.align(axis, x);
            r.limit(axis, Level.NONE);
          }
        }
      };

  static final Rule PRODUCT =
      (op, r) -> {
        for (Lane lane : lanes(op, List.of(op.in(0), op.in(1)), op.out(0))) {
          if (lane.full.size() == 1) {
            r.tie(lane.full.get(0), lane.out, Level.MIX);
          } else if (lane.full.size() == 2) {
            product(op, r, lane);
          }
        }
      };

  private static void product(Operation op, Relations r, Lane lane) {
    Axis a = lane.full.get(0);
    Axis b = lane.full.get(1);
    if (a.value().equals(b.value())) {
      r.tie(a, lane.out, Level.NONE);
    } else if (isWeight(op, a.value(), b.value())) {
      r.absorb(a, b, lane.out);
    } else {
      r.absorb(b, a, lane.out);
    }
  }

  /** Which of two factors is the weight: a constant, or else the one that is broadcast. */
  private static boolean isWeight(Operation op, String one, String other) {
    boolean constant = op.around().constant(one) != null;
    if (constant != (op.around().constant(other) != null)) {
      return constant;
    }
    return op.shapes().count(one) < op.shapes().count(other);
  }

  static final Rule QUOTIENT =
      (op, r) -> {
        for (Lane lane : lanes(op, List.of(op.in(0), op.in(1)), op.out(0))) {
          if (lane.full.size() == 2) {
            Axis divisor = lane.full.get(1);
            if (lane.full.get(0).value().equals(divisor.value())) {
              r.tie(divisor, lane.out, Level.NONE);
            } else {
              r.absorbDivisor(divisor, lane.full.get(0), lane.out);
            }
          } else if (lane.full.size() == 1) {
            boolean dividend = lane.full.get(0).value().equals(op.in(0));
            r.tie(lane.full.get(0), lane.out, dividend ? Level.MIX : Level.NONE);
          }
        }
      };

  static void together(Operation op, Relations r, List<String> inputs, String out, Level level) {
    for (Lane lane : lanes(op, inputs, out)) {
      // A summand that is the same for all channels would have to be changed by channel.
      Level upTo = lane.full.size() == inputs.size() ? level : Level.NONE;
      for (Axis axis : lane.full) {
        r.tie(axis, lane.out, upTo);
      }
      r.limit(lane.out, upTo);
    }
  }

  /** An axis of the output, of more than one channel, and the axes of inputs that have as many. */
  private record Lane(Axis out, List<Axis> full) {}

  private static List<Lane> lanes(Operation op, List<String> inputs, String out) {
    int rank = op.rank(out);
    List<Lane> lanes = new ArrayList<>();
    for (Axis axis : op.axes(out)) {
      if (op.size(axis) == 1) {
        continue;
      }
      List<Axis> full = new ArrayList<>();
      for (String input : inputs) {
        Axis own = op.broadcast(input, axis.index(), rank);
        if (own != null && op.size(own) == op.size(axis)) {
          full.add(own);
        }
      }
      lanes.add(new Lane(axis, full));
    }
    return lanes;
  }
}
