package dev.brigandine.armor.rules;

import dev.brigandine.onnx.graph.Constant;
import java.util.ArrayList;
import java.util.List;

class ControlTest extends RuleCases {
  @Override
  List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    branches(cases);
    loops(cases);
    return cases;
  }

  private static void branches(List<Case> cases) {
    cases.add(
        between(
            "If",
            "permute rescale",
            (s, x) -> {
              Sketch a = s.body("a");
              a.output(a.op("Relu", x));
              Sketch b = s.body("b");
              b.output(b.op("Neg", x));
              return s.with("then_branch", a).with("else_branch", b).op("If", s.flag("c"));
            }));
    cases.add(
        of(
            "If with weights of its own",
            s -> {
              String x = twelve(s, "w1");
              Sketch a = s.body("a");
              a.output(a.times(a.op("Tanh", a.times(x, "wa", 12, 10)), "wb", 10, 12));
              Sketch b = s.body("b");
              b.output(b.op("Neg", x));
              s.output(
                  s.times(
                      s.with("then_branch", a).with("else_branch", b).op("If", s.flag("c")),
                      "w2",
                      12,
                      7));
            },
            "w1/1: 12 permute mix",
            "wa/0: 12 permute mix",
            "wa/1: 10 permute",
            "wb/0: 10 permute",
            "wb/1: 12 permute mix",
            "w2/0: 12 permute mix"));
    cases.add(
        of(
            "If whose branches answer in other shapes",
            s -> {
              String x = twelve(s, "w1");
              Sketch a = s.body("a");
              a.output(a.op("Relu", x));
              Sketch b = s.body("b");
              b.output(b.with("keepdims", 1).op("ReduceMax", x));
              String y = s.with("then_branch", a).with("else_branch", b).op("If", s.flag("c"));
              s.output(s.op("Relu", y));
            },
            "w1/1: 12 still"));
  }

  private static void loops(List<Case> cases) {
    cases.add(
        of(
            "Loop",
            s -> {
              Sketch body = s.body("l");
              body.indices("step", 9);
              String go = body.flag("go");
              String state = body.input("state", 5, 12);
              String next = body.op("Relu", body.times(state, "wl", 12, 12));
              body.output(body.op("Identity", go), next);
              String[] start = {
                s.constant("count", Constant.of(List.of(), 2L)),
                s.constant("yes", Constant.of(9, List.of(), new byte[] {1}))
              };
              String y = s.with("body", body).op("Loop", start[0], start[1], twelve(s, "w1"));
              s.output(s.times(y, "w2", 12, 7));
            },
            "w1/1: 12 permute rescale",
            "wl/0: 12 permute rescale",
            "wl/1: 12 permute rescale",
            "w2/0: 12 permute rescale"));
    cases.add(
        of(
            "Loop that collects",
            s -> {
              Sketch body = s.body("l");
              body.indices("step", 9);
              String go = body.flag("go");
              String state = body.input("state", 5, 12);
              String next = body.op("Tanh", body.times(state, "wl", 12, 12));
              String seen = body.times(next, "wo", 12, 8);
              body.output(body.op("Identity", go), next, seen);
              String[] start = {
                s.constant("count", Constant.of(List.of(), 2L)),
                s.constant("yes", Constant.of(9, List.of(), new byte[] {1}))
              };
              List<String> y =
                  s.with("body", body).ops(2, "Loop", start[0], start[1], twelve(s, "w1"));
              s.output(s.times(y.get(0), "w2", 12, 7), s.times(y.get(1), "w3", 8, 7));
            },
            "w1/1: 12 permute",
            "wl/1: 12 permute",
            "wo/0: 12 permute",
            "wo/1: 8 still",
            "w2/0: 12 permute",
            "w3/0: 8 still"));
    cases.add(
        of(
            "Scan",
            s -> {
              Sketch body = s.body("l");
              String state = body.input("state", 12);
              String row = body.input("row", 12);
              String h = body.op("Tanh", body.times(row, "wa", 12, 10));
              String next = body.op("Add", state, body.times(h, "wb", 10, 12));
              body.output(next, body.op("Identity", next));
              List<String> y =
                  s.with("body", body)
                      .with("num_scan_inputs", 1)
                      .ops(2, "Scan", s.weight("start", 12), twelve(s, "w1"));
              s.output(y.get(0), s.times(y.get(1), "w2", 12, 7));
            },
            // What crosses its border stays; what is within is moved all the same.
            "w1/1: 12 still",
            "start/0: 12 still",
            "wa/0: 12 still",
            "wa/1: 10 permute",
            "wb/0: 10 permute",
            "wb/1: 12 still",
            "w2/0: 12 still"));
  }
}
