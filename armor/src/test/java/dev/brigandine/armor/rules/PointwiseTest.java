package dev.brigandine.armor.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class PointwiseTest extends RuleCases {
  private static final Map<String, Long> SINCE =
      Map.of("Mish", 18L, "Gelu", 20L, "CastLike", 19L, "BitwiseNot", 18L);

  /** What brings values to where the function is defined. */
  private static final Map<String, String> BEFORE =
      Map.of(
          "Acos",
          "Tanh",
          "Asin",
          "Tanh",
          "Atanh",
          "Tanh",
          "Log",
          "Exp",
          "Sqrt",
          "Exp",
          "Acosh",
          "Cosh",
          "Reciprocal",
          "Exp");

  @Override
  List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String op : List.of("Relu", "LeakyRelu", "Abs")) {
      cases.add(between(op, "permute rescale", (s, x) -> s.op(op, x)));
    }
    for (String op : List.of("Identity", "Neg", "Dropout")) {
      cases.add(between(op, "permute mix", (s, x) -> s.op(op, x)));
    }
    cases.add(between("Cast", "permute mix", (s, x) -> s.with("to", 1).op("Cast", x)));
    cases.add(between("CastLike", "permute mix", (s, x) -> s.op("CastLike", x, s.scalar(1))));
    functions(cases);
    logic(cases);
    sums(cases);
    products(cases);
    quotients(cases);
    slopes(cases);
    return cases;
  }

  private static void functions(List<Case> cases) {
    for (String op :
        List.of(
            "Acos",
            "Acosh",
            "Asin",
            "Asinh",
            "Atan",
            "Atanh",
            "Ceil",
            "Celu",
            "Clip",
            "Cos",
            "Cosh",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Log",
            "Mish",
            "Reciprocal",
            "Round",
            "Selu",
            "Shrink",
            "Sigmoid",
            "Sign",
            "Sin",
            "Sinh",
            "Softplus",
            "Softsign",
            "Sqrt",
            "Tan",
            "Tanh",
            "ThresholdedRelu")) {
      cases.add(
          between(
              op,
              "permute",
              (s, x) -> {
                s.opset(SINCE.getOrDefault(op, 17L));
                return s.op(op, BEFORE.containsKey(op) ? s.op(BEFORE.get(op), x) : x);
              }));
    }
    cases.add(
        between(
            "IsNaN",
            "permute",
            (s, x) -> s.with("to", 1).op("Cast", s.op("IsNaN", s.op("Sqrt", x)))));
    cases.add(
        between(
            "IsInf",
            "permute",
            (s, x) -> s.with("to", 1).op("Cast", s.op("IsInf", s.op("Log", s.op("Relu", x))))));
    for (String op : List.of("Gelu", "QuickGelu")) {
      cases.add(
          between("com.microsoft:" + op, "permute", (s, x) -> s.domain("com.microsoft").op(op, x)));
    }
    cases.add(
        between(
            "Not",
            "permute",
            (s, x) -> s.with("to", 1).op("Cast", s.op("Not", s.op("Greater", x, s.scalar(0.1f))))));
    cases.add(
        between(
            "BitwiseNot",
            "permute",
            (s, x) -> {
              s.opset(18);
              String whole = s.with("to", 6).op("Cast", x);
              return s.with("to", 1).op("Cast", s.op("BitwiseNot", whole));
            }));
  }

  private static void logic(List<Case> cases) {
    for (String op :
        List.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Pow", "Mod")) {
      cases.add(
          two(
              op,
              "permute",
              (s, x, y) -> {
                if (op.equals("Mod")) {
                  return s.with("fmod", 1).op("Mod", x, s.op("Exp", y));
                }
                if (op.equals("Equal")) {
                  String same = s.op(op, s.op("Floor", x), s.op("Floor", y));
                  return s.with("to", 1).op("Cast", same);
                }
                return op.equals("Pow")
                    ? s.op(op, s.op("Exp", x), y)
                    : s.with("to", 1).op("Cast", s.op(op, x, y));
              }));
    }
    for (String op : List.of("And", "Or", "Xor")) {
      cases.add(
          two(
              op,
              "permute",
              (s, x, y) -> {
                String one = s.op("Greater", x, s.scalar(0));
                return s.with("to", 1).op("Cast", s.op(op, one, s.op("Less", y, s.scalar(0.2f))));
              }));
    }
    for (String op : List.of("BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitShift")) {
      cases.add(
          two(
              op,
              "permute",
              (s, x, y) -> {
                s.opset(18);
                int type = op.equals("BitShift") ? 12 : 6;
                String one = s.with("to", type).op("Cast", s.op("Abs", x));
                String other = s.with("to", type).op("Cast", s.op("Abs", y));
                String joined =
                    op.equals("BitShift")
                        ? s.with("direction", "LEFT").op(op, one, other)
                        : s.op(op, one, other);
                return s.with("to", 1).op("Cast", joined);
              }));
    }
    cases.add(
        two("Where", "permute", (s, x, y) -> s.op("Where", s.op("Greater", x, s.scalar(0)), x, y)));
  }

  private static void sums(List<Case> cases) {
    for (String op : List.of("Add", "Sub", "Sum", "Mean")) {
      cases.add(two(op, "permute mix", (s, x, y) -> s.op(op, x, y)));
      cases.add(with(op + " a bias", "permute mix", "permute mix", (s, x, b) -> s.op(op, x, b)));
    }
    cases.add(with("Add to a bias", "permute mix", "permute mix", (s, x, b) -> s.op("Add", b, x)));
    // What is the same for all channels would have to be scaled by channel.
    cases.add(between("Add a number", "permute", (s, x) -> s.op("Add", x, s.scalar(2))));
    cases.add(between("Add one element", "permute", (s, x) -> s.op("Add", x, s.weight("b", 1))));
    cases.add(between("Add by row", "permute", (s, x) -> s.op("Sub", x, s.weight("b", 5, 1))));
    for (String op : List.of("Max", "Min")) {
      cases.add(two(op, "permute rescale", (s, x, y) -> s.op(op, x, y)));
      cases.add(between(op + " a number", "permute", (s, x) -> s.op(op, x, s.scalar(0.1f))));
    }
  }

  private static void products(List<Case> cases) {
    cases.add(with("Mul", "permute signed", "permute absorb", (s, x, w) -> s.op("Mul", x, w)));
    cases.add(
        with("Mul, turned", "permute signed", "permute absorb", (s, x, w) -> s.op("Mul", w, x)));
    cases.add(between("Mul a number", "permute mix", (s, x) -> s.op("Mul", x, s.scalar(3))));
    cases.add(between("Mul by row", "permute mix", (s, x) -> s.op("Mul", s.weight("r", 5, 1), x)));
    cases.add(between("Mul itself", "permute", (s, x) -> s.op("Mul", x, x)));
    cases.add(
        between(
            "Mul by a weight that is read twice",
            "permute signed",
            (s, x) -> {
              String w = s.weight("c", 40_000, 12);
              s.output(s.op("Shape", w));
              String row = s.op("Mul", x, s.op("Gather", w, s.indices("i", 40_000, 5)));
              return row;
            }));
    cases.add(
        of(
            "Mul two branches",
            s -> {
              String x = twelve(s, "w1");
              String y = s.times("x", "w3", 6, 12);
              s.output(s.times(s.op("Mul", x, y), "w2", 12, 7));
            },
            "w1/1: 12 permute signed",
            "w3/1: 12 permute",
            "w2/0: 12 permute signed"));
    cases.add(
        of(
            "Mul, the smaller is the weight",
            s -> {
              String x = twelve(s, "w1");
              String y = s.op("Sigmoid", s.times(s.input("z", 1, 6), "w3", 6, 12));
              s.output(s.times(s.op("Mul", y, x), "w2", 12, 7));
            },
            "w1/1: 12 permute signed",
            "w3/1: 12 permute",
            "w2/0: 12 permute signed"));
  }

  private static void quotients(List<Case> cases) {
    cases.add(with("Div", "permute signed", "permute absorb", (s, x, w) -> s.op("Div", x, w)));
    cases.add(between("Div by a number", "permute mix", (s, x) -> s.op("Div", x, s.scalar(3))));
    cases.add(
        between(
            "Div a number",
            "permute",
            (s, x) -> s.op("Div", s.scalar(3), s.op("Add", s.op("Abs", x), s.scalar(1)))));
    cases.add(between("Div itself", "permute", (s, x) -> s.op("Div", x, x)));
    cases.add(
        of(
            "Div a weight",
            s -> {
              String x = s.op("Exp", twelve(s, "w1"));
              s.output(s.times(s.op("Div", s.weight("c", 12), x), "w2", 12, 7));
            },
            "w1/1: 12 permute",
            "c/0: 12 permute signed",
            "w2/0: 12 permute signed"));
  }

  private static void slopes(List<Case> cases) {
    cases.add(with("PRelu", "permute rescale", "permute", (s, x, w) -> s.op("PRelu", x, w)));
    cases.add(
        between("PRelu, one slope", "permute rescale", (s, x) -> s.op("PRelu", x, s.scalar(0.3f))));
  }

  private interface Joins {
    String draw(Sketch s, String x, String y);
  }

  /** Two branches that are joined. */
  private static Case two(String name, String said, Joins joins) {
    return of(
        name,
        s -> {
          String x = twelve(s, "w1");
          String y = s.times("x", "w3", 6, 12);
          s.output(s.times(joins.draw(s, x, y), "w2", 12, 7));
        },
        "w1/1: 12 " + said,
        "w3/1: 12 " + said);
  }

  /** A weight of one number for each channel. */
  private static Case with(String name, String said, String ofWeight, Joins joins) {
    return of(
        name,
        s -> between(s, x -> joins.draw(s, x, s.weight("c", 12))),
        "w1/1: 12 " + said,
        "c/0: 12 " + ofWeight,
        "w2/0: 12 " + said);
  }
}
