package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;
import java.util.List;

/** Operators that bring values to scale, and reductions, which they are made of. */
final class Normalization {
  private Normalization() {}

  /** By channel, with statistics that are given: an affine map. */
  static final Rule BATCH =
      (op, r) -> {
        boolean plain = op.rank(op.in(1)) == 1 && op.node().integer("training_mode", 0) == 0;
        if (op.outputs().size() > 1 || !plain) {
          op.fixAll(r);
          return;
        }
        Axis x = op.axis(op.in(0), 1);
        Axis y = op.axis(op.out(0), 1);
        for (Axis axis : op.axes(op.in(0))) {
          if (axis.index() != 1) {
            r.tie(axis, new Axis(op.out(0), axis.index()), Level.NONE);
          }
        }
        r.absorb(op.axis(op.in(1), 0), x, y);
        r.tie(op.axis(op.in(2), 0), y, Level.SIGNED);
        r.tie(op.axis(op.in(3), 0), x, Level.SIGNED);
        r.align(op.axis(op.in(4), 0), x);
        r.limit(op.axis(op.in(4), 0), Level.NONE);
      };

  /** By channel, with statistics over places. */
  static final Rule INSTANCE =
      (op, r) -> {
        for (Axis axis : op.axes(op.in(0))) {
          if (axis.index() != 1) {
            r.tie(axis, new Axis(op.out(0), axis.index()), Level.NONE);
          }
        }
        scaled(op, r, op.axis(op.in(0), 1), op.axis(op.out(0), 1));
      };

  /** With statistics over the axes from {@code axis} on, then an affine map of each channel. */
  static final Rule LAYER =
      (op, r) -> {
        int rank = op.rank(op.in(0));
        int from = op.axis(op.in(0), op.node().integer("axis", -1)).index();
        if (!within(op, 1, rank - from) || op.has(2) && !within(op, 2, rank - from)) {
          op.fixAll(r);
          return;
        }
        for (int i = 0; i < rank; i++) {
          Axis x = new Axis(op.in(0), i);
          Axis y = new Axis(op.out(0), i);
          r.align(x, y);
          r.limit(x, Level.NONE);
          if (i < from) {
            r.limit(y, Level.NONE);
            continue;
          }
          r.adds(x);
          Axis scale = op.broadcast(op.in(1), i, rank);
          if (from == rank - 1 && scale != null && op.size(scale) == op.size(y)) {
            scaled(op, r, x, y);
          } else {
            alignAffine(op, r, y, rank);
          }
        }
        for (int i = 1; i < op.node().outputs().size(); i++) {
          if (!op.out(i).isEmpty()) {
            for (int k = 0; k < from; k++) {
              r.tie(new Axis(op.out(i), k), new Axis(op.in(0), k), Level.NONE);
            }
          }
        }
      };

  /** Whether an operand says nothing of other axes than the last ones. */
  private static boolean within(Operation op, int input, int last) {
    List<Axis> axes = op.axes(op.in(input));
    return !axes.isEmpty()
        && axes.stream().limit(Math.max(0, axes.size() - last)).allMatch(a -> op.size(a) == 1);
  }

  private static void scaled(Operation op, Relations r, Axis x, Axis y) {
    r.limit(x, Level.NONE);
    r.align(x, y);
    r.absorb(op.axis(op.in(1), -1), null, y);
    if (op.has(2)) {
      r.tie(op.axis(op.in(2), -1), y, Level.SIGNED);
    }
  }

  private static void alignAffine(Operation op, Relations r, Axis y, int rank) {
    r.limit(y, Level.NONE);
    for (int i = 1; i <= 2; i++) {
      Axis own = op.has(i) ? op.broadcast(op.in(i), y.index(), rank) : null;
      if (own != null && op.size(own) == op.size(y)) {
        r.align(own, y);
        r.limit(own, Level.NONE);
      }
    }
  }

  /** e^x over its sum along an axis; before opset 13 along all axes from it on. */
  static final Rule SOFTMAX =
      (op, r) -> {
        boolean one = op.around().opset() >= 13;
        int axis = op.axis(op.in(0), op.node().integer("axis", one ? -1 : 1)).index();
        for (Axis x : op.axes(op.in(0))) {
          r.tie(x, new Axis(op.out(0), x.index()), Level.NONE);
          if (x.index() == axis || !one && x.index() > axis) {
            r.adds(x);
          }
        }
      };

  /** As softmax; but of equal elements it takes the first. */
  static final Rule HARDMAX =
      (op, r) -> {
        SOFTMAX.relate(op, r);
        boolean one = op.around().opset() >= 13;
        int axis = op.axis(op.in(0), op.node().integer("axis", one ? -1 : 1)).index();
        for (Axis x : op.axes(op.in(0))) {
          if (x.index() == axis || !one && x.index() > axis) {
            r.fix(x);
          }
        }
      };

  /** Divides by a norm along one axis. */
  static final Rule LP =
      (op, r) -> {
        Pointwise.ties(op, r, op.in(0), op.out(0), Level.NONE);
        r.adds(op.axis(op.in(0), op.node().integer("axis", -1)));
      };

  /**
   * Reduces some axes, whose order does not matter.
   *
   * @param kept what may be done to the axes that are kept
   * @param sums whether floats are added
   */
  static Rule reduction(Level kept, boolean sums) {
    return (op, r) -> {
      int rank = op.rank(op.in(0));
      boolean keep = op.node().integer("keepdims", 1) != 0;
      boolean given = op.node().integers("axes") != null || op.has(1);
      long[] axes = op.integers("axes", 1);
      boolean none = axes == null || axes.length == 0;
      if (given && axes == null || none && op.node().integer("noop_with_empty_axes", 0) != 0) {
        op.fixAll(r);
        return;
      }
      boolean[] reduced = new boolean[rank];
      for (int i = 0; i < rank; i++) {
        reduced[i] = none;
      }
      for (int i = 0; !none && i < axes.length; i++) {
        reduced[op.axis(op.in(0), axes[i]).index()] = true;
      }
      int to = 0;
      for (int i = 0; i < rank; i++) {
        Axis x = new Axis(op.in(0), i);
        if (!reduced[i]) {
          r.tie(x, new Axis(op.out(0), to++), kept);
          continue;
        }
        to += keep ? 1 : 0;
        r.limit(x, Level.NONE);
        if (sums) {
          r.adds(x);
        }
      }
    };
  }

  /** The place of an extreme along one axis. */
  static final Rule ARG =
      (op, r) -> {
        boolean keep = op.node().integer("keepdims", 1) != 0;
        int axis = op.axis(op.in(0), op.node().integer("axis", 0)).index();
        int to = 0;
        for (Axis x : op.axes(op.in(0))) {
          if (x.index() == axis) {
            r.fix(x);
            to += keep ? 1 : 0;
          } else {
            r.tie(x, new Axis(op.out(0), to++), Level.NONE);
          }
        }
      };

  /** The best along one axis, in order, with their places. */
  static final Rule TOP =
      (op, r) -> {
        int axis = op.axis(op.in(0), op.node().integer("axis", -1)).index();
        for (String out : op.outputs()) {
          for (Axis x : op.axes(op.in(0))) {
            if (x.index() == axis) {
              r.fix(x);
              r.fix(new Axis(out, axis));
            } else {
              r.tie(x, new Axis(out, x.index()), Level.NONE);
            }
          }
        }
      };
}
