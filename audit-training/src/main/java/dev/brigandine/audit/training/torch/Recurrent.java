package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;

/**
 * LSTM, whose gates ONNX has in the order input, output, forget, cell, and PyTorch in the order
 * input, forget, cell, output.
 */
final class Recurrent {
  private static final int[] ORDER = {0, 2, 3, 1};

  private Recurrent() {}

  static void register(Map<String, Operator> all) {
    all.put("LSTM", Recurrent::lstm);
  }

  private static List<Value> lstm(Call call) {
    String direction = call.node().text("direction", "forward");
    if (call.has(4) || call.has(7) || call.node().attributes().containsKey("activations")) {
      throw call.unsupported("lengths, peepholes or other activations");
    }
    if (call.node().attributes().containsKey("clip")
        || call.integer("layout", 0) == 1
        || call.integer("input_forget", 0) == 1) {
      throw call.unsupported("clip, layout or input_forget");
    }
    boolean reverse = direction.equals("reverse");
    boolean both = direction.equals("bidirectional");
    NDArray x = reverse ? call.real(0).flip(0) : call.real(0);
    int hidden = (int) call.integer("hidden_size", 0);
    int ways = both ? 2 : 1;
    NDList parameters = new NDList();
    for (int way = 0; way < ways; way++) {
      parameters.add(gates(call.real(1).get(way), hidden));
      parameters.add(gates(call.real(2).get(way), hidden));
      NDArray bias =
          call.has(3) ? call.real(3).get(way) : call.manager().zeros(new Shape(8L * hidden));
      parameters.add(gates(bias.get(new NDIndex().addSliceDim(0, 4L * hidden)), hidden));
      parameters.add(gates(bias.get(new NDIndex().addSliceDim(4L * hidden, 8L * hidden)), hidden));
    }
    long batch = x.getShape().get(1);
    Shape state = new Shape(ways, batch, hidden);
    NDList start =
        new NDList(
            call.has(5) ? call.real(5) : call.manager().zeros(state),
            call.has(6) ? call.real(6) : call.manager().zeros(state));
    NDList made =
        x.getNDArrayInternal().lstm(x, start, parameters, true, 1, 0, call.training(), both, false);
    NDArray steps =
        made.get(0).reshape(x.getShape().get(0), batch, ways, hidden).transpose(0, 2, 1, 3);
    return List.of(
        new Real(reverse ? steps.flip(0) : steps), new Real(made.get(1)), new Real(made.get(2)));
  }

  private static NDArray gates(NDArray stacked, int hidden) {
    NDList parts = new NDList();
    for (int gate : ORDER) {
      parts.add(stacked.get(new NDIndex().addSliceDim((long) gate * hidden, (gate + 1L) * hidden)));
    }
    return NDArrays.concat(parts, 0);
  }
}
