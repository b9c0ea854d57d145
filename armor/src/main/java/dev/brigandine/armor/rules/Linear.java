package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Products of matrices. */
final class Linear {
  private Linear() {}

  static final Rule MATMUL = (op, r) -> matmul(op, r, op.in(0), op.in(1), op.out(0));

  /** Rows, columns, a sum over what is between; the axes before are lists of matrices. */
  static void matmul(Operation op, Relations r, String a, String b, String out) {
    int ra = op.rank(a);
    int rb = op.rank(b);
    r.dual(op.axis(a, -1), rb == 1 ? op.axis(b, 0) : op.axis(b, -2));
    if (!fromIntegers(op, a, b)) {
      r.adds(op.axis(a, -1));
    }
    if (rb > 1) {
      r.tie(op.axis(b, -1), op.axis(out, -1), Level.MIX);
    }
    if (ra > 1) {
      r.tie(op.axis(a, -2), op.axis(out, rb > 1 ? -2 : -1), Level.MIX);
    }
    int lists = Math.max(ra, rb) - 2;
    for (int i = 0; i < lists; i++) {
      Axis whole = new Axis(out, i);
      Axis left = ra > 2 ? op.broadcast(a, i, lists + 2) : null;
      Axis right = rb > 2 ? op.broadcast(b, i, lists + 2) : null;
      boolean inLeft = left != null && op.size(left) == op.size(whole);
      boolean inRight = right != null && op.size(right) == op.size(whole);
      Level level = inLeft && inRight ? Level.NONE : Level.MIX;
      if (inLeft) {
        r.tie(left, whole, level);
      }
      if (inRight) {
        r.tie(right, whole, level);
      }
    }
  }

  static final Rule GEMM =
      (op, r) -> {
        boolean ta = op.node().integer("transA", 0) != 0;
        boolean tb = op.node().integer("transB", 0) != 0;
        String a = op.in(0);
        String b = op.in(1);
        String out = op.out(0);
        r.dual(op.axis(a, ta ? 0 : 1), op.axis(b, tb ? 1 : 0));
        if (!fromIntegers(op, a, b)) {
          r.adds(op.axis(a, ta ? 0 : 1));
        }
        r.tie(op.axis(a, ta ? 1 : 0), op.axis(out, 0), Level.MIX);
        r.tie(op.axis(b, tb ? 0 : 1), op.axis(out, 1), Level.MIX);
        if (op.has(2)) {
          summand(op, r, op.in(2), out);
        }
      };

  /** Something added to {@code out}, broadcast to it. */
  static void summand(Operation op, Relations r, String added, String out) {
    for (Axis axis : op.axes(out)) {
      Axis own = op.broadcast(added, axis.index(), op.rank(out));
      if (own != null && op.size(own) == op.size(axis)) {
        r.tie(own, axis, Level.MIX);
      } else if (op.size(axis) > 1) {
        r.limit(axis, Level.NONE);
      }
    }
  }

  /** By the letters of the equation: those that do not come out are summed over. */
  static final Rule EINSUM =
      (op, r) -> {
        String[] sides = op.node().text("equation", "").replace(" ", "").split("->", -1);
        String[] terms = sides[0].split(",", -1);
        if (sides.length != 2 || terms.length != op.inputs().size() || sides[0].contains(".")) {
          op.fixAll(r);
          return;
        }
        Map<Character, List<Axis>> inputs = new HashMap<>();
        boolean repeats = false;
        for (int t = 0; t < terms.length; t++) {
          repeats |= terms[t].chars().distinct().count() != terms[t].length();
          for (int i = 0; i < terms[t].length(); i++) {
            inputs
                .computeIfAbsent(terms[t].charAt(i), c -> new ArrayList<>())
                .add(new Axis(op.in(t), i));
          }
        }
        long sizes =
            inputs.values().stream()
                .filter(axes -> axes.stream().map(op::size).distinct().count() > 1)
                .count();
        if (repeats || sizes > 0) {
          op.fixAll(r);
          return;
        }
        for (Map.Entry<Character, List<Axis>> letter : inputs.entrySet()) {
          int out = sides[1].indexOf(letter.getKey());
          letter(r, letter.getValue(), out < 0 ? null : new Axis(op.out(0), out));
        }
      };

  private static void letter(Relations r, List<Axis> axes, Axis out) {
    if (out != null) {
      axes.forEach(axis -> r.tie(axis, out, axes.size() == 1 ? Level.MIX : Level.NONE));
    } else if (axes.size() == 2) {
      r.dual(axes.get(0), axes.get(1));
      r.adds(axes.get(0));
    } else {
      axes.forEach(axis -> r.tie(axis, axes.get(0), Level.NONE));
      r.limit(axes.get(0), Level.NONE);
      r.adds(axes.get(0));
    }
  }

  /** Whether the engine will compute it in integers, whose sums have no order. */
  static boolean fromIntegers(Operation op, String one, String other) {
    Node maker = op.around().maker(one);
    Node second = op.around().maker(other);
    return maker != null
        && second != null
        && maker.is("DequantizeLinear")
        && second.is("DequantizeLinear");
  }
}
