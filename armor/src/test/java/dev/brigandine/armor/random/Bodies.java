package dev.brigandine.armor.random;

import static dev.brigandine.armor.random.Draft.attributes;

import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Branches and loops, whose bodies compute with values and weights from around them, too. */
final class Bodies {
  private Bodies() {}

  static boolean branch(Draft draft) {
    Value x = draft.pickFloats(2, 3);
    if (x == null || draft.isFragile(x)) {
      return false;
    }
    Value flag = draft.pick(v -> v.type() == Draft.BOOL && Value.count(v.shape()) == 1);
    String condition =
        flag != null && draft.chance(0.6) ? flag.name() : draft.integers(Draft.BOOL, 0, 1);
    long to = draft.channels();
    if (!Draft.fits(x.with(-1, to))) {
      return false;
    }
    String shared =
        draft.chance(0.4) ? draft.weight(Linear.scale(x, x.dim(-1)), x.dim(-1), to) : null;
    Graph yes = branch(draft, x, to, shared);
    Graph no = branch(draft, x, to, shared);
    Value y =
        draft.node(
            "If", attributes("then_branch", yes, "else_branch", no), x, x.with(-1, to), condition);
    draft.uses(x);
    draft.as(y, y.type(), false, 2);
    return true;
  }

  private static Graph branch(Draft around, Value x, long to, String shared) {
    Draft body = new Draft(around);
    Value y;
    if (shared != null && body.chance(0.5)) {
      y = body.summed(body.node("MatMul", Map.of(), x, x.with(-1, to), x.name(), shared));
    } else {
      y = Linear.apply(body, x, to, body.chance(0.6));
    }
    bent(body, y);
    List<Value> made = body.values();
    return body.graph(Map.of(), List.of(made.get(made.size() - 1)));
  }

  private static Value bent(Draft body, Value y) {
    return switch (body.between(0, 3)) {
      case 0 -> body.node("Relu", y, y.name());
      case 1 -> body.node("Tanh", y, y.name());
      case 2 -> body.node("Mul", y, y.name(), body.factors(0.6, 1.5, true, y.dim(-1)));
      default -> y;
    };
  }

  static boolean loop(Draft draft) {
    Value x = draft.pickFloats(2, 3);
    if (x == null) {
      return false;
    }
    Draft body = new Draft(draft);
    long turns = draft.between(1, 3);
    boolean traced = draft.chance(0.5);
    Value turn = new Value(body.name("turn"), Draft.INT64, new long[0], true, 1);
    Value going = new Value(body.name("going"), Draft.BOOL, new long[0], true, 1);
    Value state = new Value(body.name("state"), x.type(), x.shape(), false, 1.5);
    Value next = step(body, state, draft.chance(0.3) && !draft.isFragile(x) ? x : null);
    Value still = body.node("Identity", going, going.name());
    List<Value> outputs = new ArrayList<>(List.of(still, next));
    long[] trace = {turns, x.dim(0), x.dim(1), x.rank() > 2 ? x.dim(2) : 1};
    traced &= Draft.fits(trace);
    if (traced) {
      // An output of its own: a graph lists none twice.
      outputs.add(body.node("Neg", next, next.name()));
    }
    Map<String, ValueType> inputs = new LinkedHashMap<>();
    for (Value value : List.of(turn, going, state)) {
      inputs.put(value.name(), Draft.typeOf(value, false));
    }
    Graph graph = body.graph(inputs, outputs);
    String y = draft.name("looped");
    String traces = draft.name("traces");
    String count = draft.constant("i", Draft.INT64, new long[0], turns);
    String on = draft.chance(0.5) ? "" : draft.integers(Draft.BOOL, 1, 1);
    draft.raw(
        "Loop",
        attributes("body", graph),
        List.of(count, on, x.name()),
        traced ? List.of(y, traces) : List.of(y));
    draft.add(new Value(y, x.type(), x.shape(), false, 1));
    if (traced) {
      long[] shape = new long[x.rank() + 1];
      shape[0] = turns;
      System.arraycopy(x.shape(), 0, shape, 1, x.rank());
      draft.add(new Value(traces, x.type(), shape, false, 1));
    }
    return true;
  }

  /** What a state becomes: of the same shape and of ordinary size. */
  private static Value step(Draft body, Value state, Value outside) {
    Value y = Linear.apply(body, state, state.dim(-1), body.chance(0.6));
    if (outside != null) {
      y = body.node("Add", y, y.name(), outside.name());
      body.uses(outside);
    }
    return body.node(body.one("Tanh", "Sigmoid"), y, y.name());
  }

  static boolean scan(Draft draft) {
    Value x = draft.pickFloats(3, 3);
    if (x == null || x.dim(1) > 12) {
      return false;
    }
    Draft body = new Draft(draft);
    long[] each = {x.dim(0), x.dim(2)};
    Value state = new Value(body.name("state"), x.type(), each, false, 1);
    Value row = new Value(body.name("row"), x.type(), each, false, x.size());
    Value product = Linear.apply(body, row, each[1], body.chance(0.5));
    Value sum = body.node("Add", product, product.name(), state.name());
    Value next = body.node("Tanh", sum, sum.name());
    Value seen = body.node("Relu", next, next.name());
    Map<String, ValueType> inputs = new LinkedHashMap<>();
    inputs.put(state.name(), Draft.typeOf(state, false));
    inputs.put(row.name(), Draft.typeOf(row, false));
    Graph graph = body.graph(inputs, List.of(next, seen));
    String end = draft.name("end");
    String rows = draft.name("rows");
    draft.raw(
        "Scan",
        attributes(
            "body",
            graph,
            "num_scan_inputs",
            1,
            "scan_input_axes",
            new long[] {1},
            "scan_output_axes",
            new long[] {1}),
        List.of(draft.weight(0.5, each), x.name()),
        List.of(end, rows));
    draft.add(new Value(end, x.type(), each, false, 1));
    draft.add(new Value(rows, x.type(), x.shape(), false, 1));
    return true;
  }
}
