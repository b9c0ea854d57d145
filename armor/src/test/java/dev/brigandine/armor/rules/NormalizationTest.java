package dev.brigandine.armor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest extends RuleCases {
  @Override
  List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    batches(cases);
    layers(cases);
    softmax(cases);
    reductions(cases);
    extremes(cases);
    return cases;
  }

  private static void batches(List<Case> cases) {
    cases.add(
        of(
            "BatchNormalization",
            s -> {
              String h = ConvolutionTest.eight(s);
              String[] by = {s.weight("g", 8), s.weight("b", 8), s.weight("m", 8)};
              String y = s.op("BatchNormalization", h, by[0], by[1], by[2], s.positive("v", 8));
              s.output(s.op("Conv", y, s.weight("w2", 4, 8, 1, 1)));
            },
            "w1/0: 8 permute signed",
            "g/0: 8 permute absorb",
            "b/0: 8 permute signed",
            "m/0: 8 permute signed",
            "v/0: 8 permute",
            "w2/1: 8 permute signed"));
    cases.add(
        of(
            "BatchNormalization of a table",
            s -> {
              String h = twelve(s, "w1");
              String[] by = {s.weight("g", 12), s.weight("b", 12), s.weight("m", 12)};
              String y = s.op("BatchNormalization", h, by[0], by[1], by[2], s.positive("v", 12));
              s.output(s.times(y, "w2", 12, 7));
            },
            "w1/1: 12 permute signed",
            "g/0: 12 permute absorb",
            "v/0: 12 permute",
            "w2/0: 12 permute signed"));
    cases.add(
        of(
            "InstanceNormalization",
            s -> {
              String h = ConvolutionTest.eight(s);
              String y = s.op("InstanceNormalization", h, s.weight("g", 8), s.weight("b", 8));
              s.output(s.op("Conv", y, s.weight("w2", 4, 8, 1, 1)));
            },
            "w1/0: 8 permute",
            "g/0: 8 permute absorb",
            "b/0: 8 permute signed",
            "w2/1: 8 permute signed"));
  }

  /** By what is known of the same graph without it: an engine for inference need not run it. */
  @Test
  void batchNormalizationInTrainingIsLeftAlone() throws Exception {
    Look look = Look.at(batch(1), Look.facts(batch(0), false));
    assertThat(look.says("w1/0")).isEqualTo("8 still");
    assertThat(look.says("w2/1")).isEqualTo("8 still");
  }

  private static Sketch batch(long training) {
    Sketch s = new Sketch(1);
    String h = ConvolutionTest.eight(s);
    String[] by = {s.weight("g", 8), s.weight("b", 8), s.weight("m", 8), s.positive("v", 8)};
    String y =
        s.with("training_mode", training).op("BatchNormalization", h, by[0], by[1], by[2], by[3]);
    s.output(s.op("Conv", y, s.weight("w2", 4, 8, 1, 1)));
    return s;
  }

  private static void layers(List<Case> cases) {
    cases.add(
        of(
            "LayerNormalization",
            s -> {
              String h = twelve(s, "w1");
              String y = s.op("LayerNormalization", h, s.weight("g", 12), s.weight("b", 12));
              s.output(s.times(y, "w2", 12, 7));
            },
            "w1/1: 12 permute",
            "g/0: 12 permute absorb",
            "b/0: 12 permute signed",
            "w2/0: 12 permute signed"));
    cases.add(
        of(
                "LayerNormalization, to the bit",
                s -> {
                  String y = s.op("LayerNormalization", twelve(s, "w1"), s.weight("g", 12));
                  s.output(s.with("axes", List.of(1L)).op("ReduceMax", y));
                },
                "w1/1: 12 still",
                "g/0: 12 still")
            .asExact());
    cases.add(
        of(
            "LayerNormalization that tells its statistics",
            s -> {
              List<String> y = List.of("y", "mean", "scale");
              List<String> in = List.of(twelve(s, "w1"), s.weight("g", 12));
              s.with("axis", 1).node("LayerNormalization", in, y);
              s.output("mean", "scale", s.times("y", "w2", 12, 7));
            },
            "w1/1: 12 permute",
            "g/0: 12 permute absorb",
            "w2/0: 12 permute signed"));
    cases.add(
        of(
            "LayerNormalization of two axes",
            s -> {
              String h = s.op("MatMul", s.weight("p", 4, 5), twelve(s, "w1"));
              String[] by = {s.weight("g", 4, 12), s.weight("b", 12)};
              String y = s.with("axis", 0).op("LayerNormalization", h, by[0], by[1]);
              s.output(s.op("MatMul", s.weight("q", 3, 4), s.times(y, "w2", 12, 7)));
            },
            "w1/1: 12 permute",
            "p/0: 4 permute",
            "g/0: 4 permute",
            "g/1: 12 permute",
            "b/0: 12 permute",
            "w2/0: 12 permute",
            "q/1: 4 permute"));
    cases.add(
        of(
            "LayerNormalization with one factor",
            s -> {
              String y = s.op("LayerNormalization", twelve(s, "w1"), s.weight("g", 1));
              s.output(s.times(y, "w2", 12, 7));
            },
            "w1/1: 12 permute",
            "w2/0: 12 permute"));
    cases.add(
        of(
            "LayerNormalization with a factor for each row, too",
            s -> {
              String h =
                  s.op("MatMul", s.weight("p", 6, 5), s.times(s.input("x", 5, 4), "w1", 4, 8));
              String[] by = {s.weight("g", 6, 8), s.weight("b", 6, 8)};
              String y = s.op("LayerNormalization", h, by[0], by[1]);
              s.output(s.op("MatMul", s.weight("q", 3, 6), s.times(y, "w2", 8, 7)));
            },
            "p/0: 6 still",
            "g/0: 6 still",
            "g/1: 8 still",
            "w2/0: 8 still",
            "q/1: 6 still"));
    cases.add(
        of(
            "LayerNormalization with operands of a leading axis",
            s -> {
              String[] by = {s.weight("g", 1, 12), s.weight("b", 1, 12)};
              String y = s.op("LayerNormalization", twelve(s, "w1"), by[0], by[1]);
              s.output(s.times(y, "w2", 12, 7));
            },
            "w1/1: 12 permute",
            "g/1: 12 permute absorb",
            "b/1: 12 permute signed",
            "w2/0: 12 permute signed"));
    cases.add(
        of(
            "LayerNormalization, by row",
            s -> {
              String h = s.op("MatMul", s.weight("p", 4, 5), twelve(s, "w1"));
              String y = s.op("LayerNormalization", h, s.weight("g", 12));
              s.output(s.op("MatMul", s.weight("q", 3, 4), y));
            },
            "p/0: 4 permute",
            "q/1: 4 permute",
            "g/0: 12 still"));
    cases.add(
        of(
            "RMSNormalization",
            s -> {
              s.opset(23);
              String y = s.op("RMSNormalization", twelve(s, "w1"), s.weight("g", 12));
              s.output(s.times(y, "w2", 12, 7));
            },
            "w1/1: 12 permute",
            "g/0: 12 permute absorb",
            "w2/0: 12 permute signed"));
    cases.add(
        of(
            "SimplifiedLayerNormalization",
            s -> {
              String y = s.op("SimplifiedLayerNormalization", twelve(s, "w1"), s.weight("g", 12));
              s.output(s.times(y, "w2", 12, 7));
            },
            "w1/1: 12 permute",
            "g/0: 12 permute absorb",
            "w2/0: 12 permute signed"));
    cases.add(
        between(
            "LpNormalization", "permute", (s, x) -> s.with("axis", 1).op("LpNormalization", x)));
    cases.add(
        of(
                "LpNormalization, to the bit",
                s ->
                    s.output(
                        s.with("axes", List.of(1L))
                            .op("ReduceMax", s.op("LpNormalization", twelve(s, "w1")))),
                "w1/1: 12 still")
            .asExact());
  }

  private static void softmax(List<Case> cases) {
    cases.add(between("Hardmax", "still", (s, x) -> s.op("Hardmax", x)));
    cases.add(between("Hardmax by row", "permute", (s, x) -> s.with("axis", 0).op("Hardmax", x)));
    cases.add(between("Hardmax of old", "still", (s, x) -> s.opset(11).op("Hardmax", x)));
    for (String op : List.of("Softmax", "LogSoftmax")) {
      cases.add(between(op, "permute", (s, x) -> s.op(op, x)));
      cases.add(between(op + " by row", "permute", (s, x) -> s.with("axis", 0).op(op, x)));
      cases.add(between(op + " of old", "permute", (s, x) -> s.opset(11).op(op, x)));
    }
  }

  private static void reductions(List<Case> cases) {
    for (String op : List.of("ReduceMean", "ReduceSum")) {
      reduction(cases, op, "permute mix");
    }
    for (String op : List.of("ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2")) {
      reduction(cases, op, "permute rescale");
    }
    for (String op : List.of("ReduceSumSquare", "ReduceLogSumExp", "ReduceProd")) {
      reduction(cases, op, "permute");
    }
    cases.add(
        between(
            "ReduceLogSum",
            "permute",
            (s, x) -> {
              Sketch.Next reduce = s.with("axes", List.of(0L));
              return reduce.op("ReduceLogSum", s.op("Exp", x));
            }));
    cases.add(
        of(
            "ReduceSum by an input",
            s -> {
              String y = s.with("keepdims", 0).op("ReduceSum", twelve(s, "w1"), s.numbers(0));
              s.output(s.times(y, "w2", 12, 7));
            },
            "w1/1: 12 permute mix",
            "w2/0: 12 permute mix"));
    cases.add(
        of(
            "ReduceSum of all",
            s -> s.output(s.op("ReduceSum", twelve(s, "w1"))),
            "w1/1: 12 permute"));
    cases.add(
        between(
            "ReduceSum of nothing",
            "still",
            (s, x) -> s.with("noop_with_empty_axes", 1).op("ReduceSum", x)));
    cases.add(
        between(
            "ReduceSum of axes that are not known",
            "still",
            (s, x) -> {
              String axis = s.op("ReduceMin", s.indices("axis", 1, 1));
              String axes = s.op("Reshape", axis, s.numbers(1));
              return s.op("ReduceSum", x, axes);
            }));
    cases.add(
        of(
                "ReduceMean, to the bit",
                s -> s.output(s.with("axes", List.of(1L)).op("ReduceMean", picked(s))),
                "e/1: 12 still")
            .asExact());
    cases.add(
        of(
                "ReduceMax, to the bit",
                s -> s.output(s.with("axes", List.of(1L)).op("ReduceMax", picked(s))),
                "e/1: 12 permute")
            .asExact());
    cases.add(
        of(
                "Softmax, to the bit",
                s ->
                    s.output(
                        s.with("axes", List.of(1L)).op("ReduceMax", s.op("Softmax", picked(s)))),
                "e/1: 12 still")
            .asExact());
    cases.add(
        of(
                "Softmax by row, to the bit",
                s -> {
                  String y = s.with("axis", 0).op("Softmax", picked(s));
                  s.output(s.with("axes", List.of(1L)).op("ReduceMax", y));
                },
                "e/1: 12 permute")
            .asExact());
    cases.add(
        of(
                "Softmax by row of old, to the bit",
                s -> {
                  String y = s.opset(11).with("axis", 0).op("Softmax", picked(s));
                  s.output(s.with("axes", List.of(1L)).op("ReduceMax", y));
                },
                "e/1: 12 still")
            .asExact());
  }

  /** Rows of a table. */
  private static String picked(Sketch s) {
    return s.op("Gather", s.weight("e", 20, 12), s.indices("i", 20, 5));
  }

  /** Along the rows, and along the channels. */
  private static void reduction(List<Case> cases, String op, String kept) {
    for (int keep = 0; keep < 2; keep++) {
      int k = keep;
      cases.add(
          of(
              op + (k == 1 ? " by row" : " by row, axis gone"),
              s -> {
                s.opset(12);
                String h = twelve(s, "w1");
                String y = s.with("axes", List.of(0L)).with("keepdims", k).op(op, h);
                s.output(s.times(y, "w2", 12, 7));
              },
              "w1/1: 12 " + kept,
              "w2/0: 12 " + kept));
      cases.add(
          of(
              op + (k == 1 ? " by channel" : " by channel, axis gone"),
              s -> {
                s.opset(12);
                String h = s.op("MatMul", s.weight("p", 4, 5), twelve(s, "w1"));
                // A product of many small numbers would be next to nothing, and tell nothing.
                h = op.equals("ReduceProd") ? s.op("Mul", h, s.scalar(4)) : h;
                String y = s.with("axes", List.of(-1L)).with("keepdims", k).op(op, h);
                s.output(s.op("MatMul", s.weight("q", 3, 4), y));
              },
              "w1/1: 12 permute",
              "p/0: 4 " + kept,
              "q/1: 4 " + kept));
    }
  }

  private static void extremes(List<Case> cases) {
    for (String op : List.of("ArgMax", "ArgMin")) {
      cases.add(
          of(
              op + " by channel",
              s -> s.output(s.with("axis", 1).op(op, twelve(s, "w1"))),
              "w1/1: 12 still"));
      for (int keep = 0; keep < 2; keep++) {
        int k = keep;
        cases.add(
            of(
                op + (k == 1 ? " by row" : " by row, axis gone"),
                s -> {
                  String y = s.with("axis", 0).with("keepdims", k).op(op, twelve(s, "w1"));
                  s.output(s.times(s.with("to", 1).op("Cast", y), "w2", 12, 7));
                },
                "w1/1: 12 permute",
                "w2/0: 12 permute"));
      }
    }
    cases.add(
        of(
            "TopK by channel",
            s -> s.output(s.ops(2, "TopK", twelve(s, "w1"), s.numbers(3)).get(0)),
            "w1/1: 12 still"));
    cases.add(
        of(
            "TopK by row",
            s -> {
              List<String> y = s.with("axis", 0).ops(2, "TopK", twelve(s, "w1"), s.numbers(3));
              String places = s.with("to", 1).op("Cast", y.get(1));
              s.output(s.times(y.get(0), "w2", 12, 7), s.times(places, "w3", 12, 7));
            },
            "w1/1: 12 permute",
            "w2/0: 12 permute",
            "w3/0: 12 permute"));
  }
}
