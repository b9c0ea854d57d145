package dev.brigandine.armor.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class RecurrentTest extends RuleCases {
  private static final Map<String, Integer> GATES = Map.of("LSTM", 4, "GRU", 3, "RNN", 1);

  /** Sequence 3, batch 2, twelve channels, from w1. */
  private static String sequence(Sketch s) {
    return s.times(s.input("x", 3, 2, 6), "w1", 6, 12);
  }

  private static String still(int blocks) {
    return blocks == 1 ? "" : blocks + " still x ";
  }

  @Override
  List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    GATES.forEach(
        (op, gates) -> {
          int rows = gates * 8;
          cases.add(
              of(
                  op,
                  s -> {
                    String[] w = {s.weight("w", 1, rows, 12), s.weight("r", 1, rows, 8)};
                    String b = s.weight("b", 1, 2 * rows);
                    String y = s.with("hidden_size", 8).op(op, sequence(s), w[0], w[1], b);
                    s.output(s.times(y, "w2", 8, 7));
                  },
                  "w1/1: 12 permute mix",
                  "w/2: 12 permute mix",
                  "w/1: " + still(gates) + "8 permute",
                  "r/1: " + still(gates) + "8 permute",
                  "r/2: 8 permute",
                  "b/1: " + 2 * gates + " still x 8 permute",
                  "w2/0: 8 permute"));
          cases.add(
              of(
                  op + " both ways, with a state",
                  s -> {
                    String[] w = {s.weight("w", 2, rows, 12), s.weight("r", 2, rows, 8)};
                    String h0 = s.weight("h0", 2, 2, 8);
                    List<String> out = op.equals("LSTM") ? List.of("", "h", "c") : List.of("", "h");
                    s.with("hidden_size", 8)
                        .with("direction", "bidirectional")
                        .node(op, List.of(sequence(s), w[0], w[1], "", "", h0), out);
                    s.output(s.times("h", "w2", 8, 7));
                    if (op.equals("LSTM")) {
                      s.output(s.times("c", "w3", 8, 7));
                    }
                  },
                  "w1/1: 12 permute mix",
                  "w/0: 2 still",
                  "w/1: " + still(gates) + "8 permute",
                  "r/0: 2 still",
                  "h0/0: 2 still",
                  "h0/1: 2 still",
                  "h0/2: 8 permute",
                  "w2/0: 8 permute"));
          cases.add(
              of(
                  op + " of sequences of several lengths",
                  s -> {
                    String[] w = {s.weight("w", 1, rows, 12), s.weight("r", 1, rows, 8)};
                    String x = sequence(s);
                    String n =
                        s.constant(
                            "n",
                            dev.brigandine.onnx.graph.Constant.of(
                                6, List.of(2L), new byte[] {2, 0, 0, 0, 3, 0, 0, 0}));
                    s.with("hidden_size", 8)
                        .node(op, List.of(x, w[0], w[1], "", n), List.of("", "h"));
                    s.output(s.times("h", "w2", 8, 7));
                  },
                  "w1/1: 12 still",
                  "w/2: 12 still",
                  "r/2: 8 still",
                  "w2/0: 8 still"));
          cases.add(
              of(
                      op + ", to the bit",
                      s -> {
                        String[] w = {s.weight("w", 1, rows, 12), s.weight("r", 1, rows, 8)};
                        String y = s.with("hidden_size", 8).op(op, sequence(s), w[0], w[1]);
                        s.output(s.with("axes", List.of(3L)).op("ReduceMax", y));
                      },
                      "w1/1: 12 still",
                      "w/2: 12 still",
                      "r/2: 8 still")
                  .asExact());
        });
    cases.add(
        of(
            "LSTM with peepholes and both states",
            s -> {
              String[] w = {s.weight("w", 1, 32, 12), s.weight("r", 1, 32, 8)};
              String[] states = {s.weight("h0", 1, 2, 8), s.weight("c0", 1, 2, 8)};
              String p = s.weight("p", 1, 24);
              s.with("hidden_size", 8)
                  .node(
                      "LSTM",
                      List.of(sequence(s), w[0], w[1], "", "", states[0], states[1], p),
                      List.of("y"));
              s.output(s.times("y", "w2", 8, 7));
            },
            "w1/1: 12 permute mix",
            "h0/2: 8 permute",
            "c0/2: 8 permute",
            "p/1: 3 still x 8 permute",
            "w2/0: 8 permute"));
    cases.add(
        of(
            "GRU, its rows are channels",
            s -> {
              String rows = s.op("MatMul", s.weight("p", 4, 5), s.input("x", 3, 5, 6));
              String[] w = {s.weight("w", 1, 24, 6), s.weight("r", 1, 24, 8)};
              s.with("hidden_size", 8).node("GRU", List.of(rows, w[0], w[1]), List.of("", "h"));
              s.output(s.op("MatMul", s.weight("q", 2, 4), "h"));
            },
            "p/0: 4 permute",
            "q/1: 4 permute",
            "r/2: 8 still"));
    return cases;
  }
}
