package dev.brigandine.armor.random;

import static dev.brigandine.armor.random.Draft.attributes;

import dev.brigandine.onnx.graph.Attribute;
import java.util.List;
import java.util.Map;

/** Recurrent layers over batch, steps, channels. */
final class Recurrent {
  private Recurrent() {}

  static boolean lstm(Draft draft) {
    return layer(draft, "LSTM", 4, 8);
  }

  static boolean gru(Draft draft) {
    return layer(draft, "GRU", 3, 6);
  }

  private static boolean layer(Draft draft, String op, long gates, long biases) {
    Value x = draft.pickFloats(3, 3);
    if (x == null || x.dim(1) > 12) {
      return false;
    }
    long hidden = draft.between(3, 10);
    String direction = draft.one("forward", "forward", "reverse", "bidirectional");
    long directions = direction.equals("bidirectional") ? 2 : 1;
    Map<String, Attribute> attributes = attributes("hidden_size", hidden, "direction", direction);
    if (op.equals("GRU") && draft.chance(0.5)) {
      attributes.putAll(attributes("linear_before_reset", 1));
    }
    Value steps = Shapes.transposed(draft, x, 1, 0, 2);
    double scale = Linear.scale(x, x.dim(2));
    String bias = draft.chance(0.7) ? draft.weight(0.2, directions, biases * hidden) : "";
    String start = draft.chance(0.25) ? draft.weight(0.5, directions, x.dim(0), hidden) : "";
    List<String> inputs =
        List.of(
            steps.name(),
            draft.weight(scale, directions, gates * hidden, x.dim(2)),
            draft.weight(1 / Math.sqrt(hidden), directions, gates * hidden, hidden),
            bias,
            "",
            start);
    int last = start.isEmpty() ? bias.isEmpty() ? 3 : 4 : 6;
    boolean all = draft.chance(0.8);
    boolean end = !all || draft.chance(0.3);
    String y = all ? draft.name("steps") : "";
    String h = end ? draft.name("end") : "";
    draft.raw(op, attributes, inputs.subList(0, last), end ? List.of(y, h) : List.of(y));
    if (end) {
      long[] shape = {directions, x.dim(0), hidden};
      draft.add(new Value(h, x.type(), shape, false, 0.5));
    }
    if (all) {
      long[] shape = {x.dim(1), directions, x.dim(0), hidden};
      Value outputs = new Value(y, x.type(), shape, false, 0.5);
      draft.add(outputs);
      flattened(draft, outputs);
    }
    return true;
  }

  /** Back to batch, steps, channels. */
  private static void flattened(Draft draft, Value y) {
    if (y.dim(1) == 1 && draft.chance(0.7)) {
      Value squeezed = Shapes.squeezed(draft, y, 1);
      Shapes.transposed(draft, squeezed, 1, 0, 2);
    } else {
      Value turned = Shapes.transposed(draft, y, 2, 0, 1, 3);
      Shapes.reshaped(draft, turned, y.dim(2), y.dim(0), y.dim(1) * y.dim(3));
    }
  }
}
