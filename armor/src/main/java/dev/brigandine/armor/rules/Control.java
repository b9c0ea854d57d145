package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;
import dev.brigandine.onnx.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/** Operators with graphs of their own: what goes in and comes out is what is inside. */
final class Control {
  private Control() {}

  static final Rule IF =
      (op, r) -> {
        for (Graph branch : op.node().bodies()) {
          List<String> results = new ArrayList<>(branch.outputs().keySet());
          for (int i = 0; i < op.node().outputs().size(); i++) {
            same(op, r, results.get(i), op.out(i));
          }
        }
      };

  static final Rule LOOP =
      (op, r) -> {
        Graph body = op.node().bodies().get(0);
        List<String> into = new ArrayList<>(body.inputs().keySet());
        List<String> results = new ArrayList<>(body.outputs().keySet());
        int carried = op.node().inputs().size() - 2;
        for (int i = 0; i < carried; i++) {
          same(op, r, op.in(i + 2), into.get(i + 2));
          same(op, r, into.get(i + 2), results.get(i + 1));
          same(op, r, results.get(i + 1), op.out(i));
        }
        for (int i = carried + 1; i < results.size(); i++) {
          rest(op, r, results.get(i));
          rest(op, r, op.out(i - 1));
        }
      };

  /** What crosses its border stays as it is; the graphs inside are still looked at. */
  static final Rule CLOSED =
      (op, r) -> {
        op.fixAll(r);
        for (Graph body : op.node().bodies()) {
          body.inputs().keySet().forEach(name -> rest(op, r, name));
          body.outputs().keySet().forEach(name -> rest(op, r, name));
        }
      };

  private static void same(Operation op, Relations r, String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return;
    }
    boolean known = op.shapes().knows(one) && op.shapes().knows(other);
    if (!known || !java.util.Arrays.equals(op.shapes().of(one), op.shapes().of(other))) {
      rest(op, r, one);
      rest(op, r, other);
      return;
    }
    for (Axis axis : op.axes(one)) {
      r.tie(axis, new Axis(other, axis.index()), Level.MIX);
    }
  }

  private static void rest(Operation op, Relations r, String value) {
    if (!value.isEmpty()) {
      op.fixAll(value, r);
    }
  }
}
