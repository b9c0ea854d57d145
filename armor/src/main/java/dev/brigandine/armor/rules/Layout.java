package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Operators that bring the same elements into another form. */
final class Layout {
  private Layout() {}

  static final Rule RESHAPE =
      (op, r) -> {
        List<Axis> from = op.axes(op.in(0));
        List<Axis> to = op.axes(op.out(0));
        if (op.shapes().count(op.in(0)) == 0) {
          op.fixAll(r);
          return;
        }
        // Cut where both have come equally far: what lies between is cut or joined on its own.
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
          List<Axis> a = new ArrayList<>();
          List<Axis> b = new ArrayList<>();
          long x = 1;
          long y = 1;
          do {
            if (j == to.size() || i < from.size() && x <= y) {
              a.add(from.get(i));
              x *= op.size(from.get(i++));
            } else {
              b.add(to.get(j));
              y *= op.size(to.get(j++));
            }
          } while (x != y);
          a.removeIf(axis -> op.size(axis) == 1);
          b.removeIf(axis -> op.size(axis) == 1);
          if (!a.isEmpty()) {
            r.reshape(a, b);
          }
        }
      };

  static final Rule TRANSPOSE =
      (op, r) -> {
        int rank = op.rank(op.in(0));
        List<Long> perm = op.node().integers("perm");
        for (int i = 0; i < rank; i++) {
          long from = perm == null ? rank - 1 - i : perm.get(i);
          r.tie(op.axis(op.in(0), from), new Axis(op.out(0), i), Level.MIX);
        }
      };

  /** Axes of one element come or go. */
  static final Rule SQUEEZE =
      (op, r) -> {
        List<Axis> from = op.axes(op.in(0)).stream().filter(a -> op.size(a) != 1).toList();
        List<Axis> to = op.axes(op.out(0)).stream().filter(a -> op.size(a) != 1).toList();
        for (int i = 0; i < from.size(); i++) {
          r.tie(from.get(i), to.get(i), Level.MIX);
        }
      };

  /** Made of a shape: as it is. */
  static final Rule MADE = (op, r) -> op.fixAll(r);

  /** Repeats what has one element. */
  static final Rule EXPAND =
      (op, r) -> {
        for (Axis out : op.axes(op.out(0))) {
          Axis own = op.broadcast(op.in(0), out.index(), op.rank(op.out(0)));
          if (own != null && op.size(own) == op.size(out)) {
            r.tie(own, out, Level.MIX);
          } else {
            r.fix(out);
          }
        }
      };

  static final Rule TILE =
      (op, r) -> {
        for (Axis out : op.axes(op.out(0))) {
          Axis own = new Axis(op.in(0), out.index());
          if (op.size(own) == op.size(out)) {
            r.tie(own, out, Level.MIX);
          } else {
            r.fix(own);
            r.fix(out);
          }
        }
      };

  /** Tells of shapes only: nothing is asked of the input. */
  static final Rule SHAPE =
      (op, r) -> {
        op.axes(op.in(0)).forEach(r::free);
        op.fixAll(op.out(0), r);
      };

  static final Rule CONCAT =
      (op, r) -> {
        int axis = op.axis(op.in(0), op.node().integer("axis", 1)).index();
        for (Axis out : op.axes(op.out(0))) {
          if (out.index() == axis) {
            List<Axis> parts = new ArrayList<>();
            op.inputs().forEach(in -> parts.add(new Axis(in, axis)));
            parts.removeIf(part -> op.size(part) == 0);
            r.concat(parts, out);
          } else {
            op.inputs().forEach(in -> r.tie(new Axis(in, out.index()), out, Level.MIX));
          }
        }
      };

  static final Rule SPLIT =
      (op, r) -> {
        int axis = op.axis(op.in(0), op.node().integer("axis", 0)).index();
        if (op.node().outputs().size() != op.outputs().size()) {
          op.fixAll(r);
          return;
        }
        long at = 0;
        for (String out : op.outputs()) {
          for (Axis x : op.axes(op.in(0))) {
            Axis part = new Axis(out, x.index());
            if (x.index() != axis) {
              r.tie(x, part, Level.MIX);
            } else if (op.size(part) > 0) {
              r.slice(x, at, at + op.size(part), part);
              at += op.size(part);
            }
          }
        }
      };

  static final Rule SLICE =
      (op, r) -> {
        int rank = op.rank(op.in(0));
        long[] starts = op.integers("starts", 1);
        boolean given = op.node().integers("axes") != null || op.has(3);
        long[] axes = op.integers("axes", 3);
        long[] steps = op.has(4) ? op.integers(4) : null;
        if (given && axes == null) {
          op.fixAll(r);
          return;
        }
        int count = given ? axes.length : starts != null ? starts.length : rank;
        long[] named = given ? axes : LongStream.range(0, count).toArray();
        boolean[] cut = new boolean[rank];
        for (int i = 0; i < count; i++) {
          Axis x = op.axis(op.in(0), named[i]);
          Axis y = new Axis(op.out(0), x.index());
          cut[x.index()] = true;
          boolean plain = !op.has(4) || steps != null && steps[i] == 1;
          boolean known = starts != null && plain && known(op) && op.size(y) > 0;
          if (known) {
            long size = op.size(x);
            long start = starts[i] < 0 ? Math.max(0, starts[i] + size) : starts[i];
            r.slice(x, start, start + op.size(y), y);
          } else {
            r.fix(x);
            r.fix(y);
          }
        }
        for (int i = 0; i < rank; i++) {
          if (!cut[i]) {
            r.tie(new Axis(op.in(0), i), new Axis(op.out(0), i), Level.MIX);
          }
        }
      };

  private static boolean known(Operation op) {
    return op.integers("ends", 2) != null;
  }

  static final Rule PAD =
      (op, r) -> {
        int rank = op.rank(op.in(0));
        long[] pads = op.integers("pads", 1);
        long[] axes = op.has(3) ? op.integers(3) : LongStream.range(0, rank).toArray();
        boolean constant = op.node().text("mode", "constant").equals("constant");
        boolean zero = !op.has(2) || op.number(2) == 0;
        if (op.node().attributes().containsKey("value")) {
          zero = false;
        }
        if (pads == null || axes == null || pads.length != 2 * axes.length) {
          op.fixAll(r);
          return;
        }
        boolean[] padded = new boolean[rank];
        for (int i = 0; i < axes.length; i++) {
          int axis = op.axis(op.in(0), axes[i]).index();
          padded[axis] = pads[i] != 0 || pads[i + axes.length] != 0;
        }
        for (int i = 0; i < rank; i++) {
          Axis x = new Axis(op.in(0), i);
          Axis y = new Axis(op.out(0), i);
          if (padded[i]) {
            r.fix(x);
            r.fix(y);
          } else {
            r.tie(x, y, constant && !zero ? Level.NONE : Level.MIX);
          }
        }
      };

  /** Interpolates along the axes whose size changes. */
  static final Rule RESIZE =
      (op, r) -> {
        boolean crop =
            op.node().text("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
        for (Axis x : op.axes(op.in(0))) {
          Axis y = new Axis(op.out(0), x.index());
          if (op.size(x) == op.size(y) && !crop && x.index() < 2) {
            r.tie(x, y, Level.MIX);
          } else {
            r.fix(x);
            r.fix(y);
          }
        }
      };

  /** Places move into channels or out of them: the channels of a place stay together. */
  static final Rule DEPTH =
      (op, r) -> {
        r.tie(op.axis(op.in(0), 0), op.axis(op.out(0), 0), Level.NONE);
        for (String value : List.of(op.in(0), op.out(0))) {
          r.fix(op.axis(value, 2));
          r.fix(op.axis(value, 3));
        }
        long block = op.node().integer("blocksize", 1);
        boolean toSpace = op.node().op().equals("DepthToSpace");
        Axis many = op.axis(toSpace ? op.in(0) : op.out(0), 1);
        Axis few = op.axis(toSpace ? op.out(0) : op.in(0), 1);
        if (toSpace && op.node().text("mode", "DCR").equals("CRD")) {
          r.fix(many);
          r.fix(few);
        } else {
          r.blocks(many, block * block, few);
        }
      };
}
