package dev.brigandine.armor.rules;

import dev.brigandine.onnx.graph.Constant;
import java.util.ArrayList;
import java.util.List;

class QuantizedTest extends RuleCases {
  private static final int UINT8 = 2;
  private static final int INT8 = 3;

  @Override
  List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    pairs(cases);
    products(cases);
    convolutions(cases);
    return cases;
  }

  /** A weight of bytes with a scale and a zero point for each channel. */
  private static String weight(Sketch s, String name, int axis, long... shape) {
    String w = s.bytes(name, INT8, shape);
    String scale = s.positive(name + "s", shape[axis]);
    return s.with("axis", axis)
        .op("DequantizeLinear", w, scale, s.bytes(name + "z", INT8, shape[axis]));
  }

  /** Rounded to bytes and back. */
  private static String rounded(Sketch s, String x) {
    String zero = s.constant(x + "z", Constant.of(UINT8, List.of(), new byte[] {(byte) 128}));
    String scale = s.scalar(0.05f);
    return s.op("DequantizeLinear", s.op("QuantizeLinear", x, scale, zero), scale, zero);
  }

  private static void pairs(List<Case> cases) {
    cases.add(
        of(
                "QuantizeLinear and DequantizeLinear",
                s -> {
                  String x = rounded(s, s.input("x", 5, 6));
                  String h = s.op("MatMul", x, weight(s, "w1", 1, 6, 12));
                  String y = s.op("MatMul", rounded(s, s.op("Relu", h)), weight(s, "w2", 1, 12, 7));
                  s.output(y);
                },
                "w1/1: 12 permute",
                "w1s/0: 12 permute",
                "w1z/0: 12 permute",
                "w2/0: 12 permute",
                "w2s/0: 7 still",
                "w2z/0: 7 still")
            .asExact());
    cases.add(
        of(
                "DequantizeLinear, floats added",
                s -> {
                  String h = s.op("MatMul", s.input("x", 5, 6), weight(s, "w1", 1, 6, 12));
                  s.output(rounded(s, s.op("MatMul", s.op("Relu", h), weight(s, "w2", 1, 12, 7))));
                },
                "w1/1: 12 still",
                "w2/0: 12 still")
            .asExact());
    cases.add(
        of(
                "DequantizeLinear of one side only",
                s -> {
                  String h =
                      s.op("MatMul", rounded(s, s.input("x", 5, 6)), weight(s, "w1", 1, 6, 12));
                  String y = rounded(s, s.op("Relu", h));
                  s.output(s.op("MatMul", y, s.weight("w2", 12, 7)));
                },
                "w1/1: 12 still",
                "w2/0: 12 still")
            .asExact());
    cases.add(
        of(
                "DequantizeLinear, the first axis by number from the end",
                s -> {
                  String w = s.bytes("w1", INT8, 12, 6);
                  String scale = s.positive("s", 12);
                  String dw = s.with("axis", -2).op("DequantizeLinear", w, scale);
                  String x = rounded(s, s.input("x", 5, 6));
                  String h = s.with("transB", 1).op("Gemm", x, dw);
                  s.output(s.op("MatMul", rounded(s, h), weight(s, "w2", 1, 12, 7)));
                },
                "w1/0: 12 permute",
                "s/0: 12 permute",
                "w2/0: 12 permute")
            .asExact());
  }

  /** Bytes of floats, with their scale and zero point. */
  private static List<String> dynamic(Sketch s, String x) {
    return s.ops(3, "DynamicQuantizeLinear", x);
  }

  private static void products(List<Case> cases) {
    for (String zeros : List.of("none", "one", "by column")) {
      cases.add(
          of(
                  "MatMulInteger, zero points of the weight: " + zeros,
                  s -> {
                    List<String> x = dynamic(s, s.input("x", 5, 6));
                    String w = s.bytes("w1", INT8, 6, 12);
                    String zero = zeros.equals("one") ? s.bytes("z", INT8) : "";
                    zero = zeros.equals("by column") ? s.bytes("z", INT8, 12) : zero;
                    String h = s.op("MatMulInteger", x.get(0), w, x.get(2), zero);
                    String scaled = s.op("Mul", s.with("to", 1).op("Cast", h), x.get(1));
                    List<String> y = dynamic(s, s.op("Relu", scaled));
                    s.output(s.op("MatMulInteger", y.get(0), s.bytes("w2", INT8, 12, 7), y.get(2)));
                  },
                  zeros.equals("by column")
                      ? new String[] {"w1/1: 12 permute", "z/0: 12 permute", "w2/0: 12 permute"}
                      : new String[] {"w1/1: 12 permute", "w2/0: 12 permute"})
              .asExact());
    }
    cases.add(
        of(
                "QLinearMatMul",
                s -> {
                  String one = s.scalar(0.03f);
                  String zero = s.bytes("z", UINT8);
                  String x = s.op("QuantizeLinear", s.input("x", 5, 6), one, zero);
                  String w = s.bytes("w1", INT8, 6, 12);
                  String[] by = {s.positive("s", 12), s.bytes("wz", INT8, 12)};
                  String h =
                      s.op("QLinearMatMul", x, one, zero, w, by[0], by[1], s.scalar(1), zero);
                  String w2 = s.bytes("w2", INT8, 12, 7);
                  String s2 = s.scalar(0.1f);
                  String z2 = s.bytes("z2", INT8);
                  s.output(s.op("QLinearMatMul", h, one, zero, w2, s2, z2, s.scalar(30), zero));
                },
                "w1/1: 12 permute",
                "s/0: 12 permute",
                "wz/0: 12 permute",
                "w2/0: 12 permute")
            .asExact());
  }

  private static void convolutions(List<Case> cases) {
    cases.add(
        of(
                "ConvInteger",
                s -> {
                  List<String> x = dynamic(s, s.input("x", 1, 3, 6, 6));
                  String h =
                      s.op("ConvInteger", x.get(0), s.bytes("w1", UINT8, 8, 3, 1, 1), x.get(2));
                  List<String> y = dynamic(s, s.with("to", 1).op("Cast", h));
                  s.output(
                      s.op("ConvInteger", y.get(0), s.bytes("w2", UINT8, 4, 8, 1, 1), y.get(2)));
                },
                "w1/0: 8 permute",
                "w2/1: 8 permute")
            .asExact());
    cases.add(
        of(
                "QLinearConv",
                s -> {
                  String one = s.scalar(0.03f);
                  String zero = s.bytes("z", UINT8);
                  String x = s.op("QuantizeLinear", s.input("x", 1, 3, 6, 6), one, zero);
                  String w = s.bytes("w1", INT8, 8, 3, 1, 1);
                  String wz = s.constant("wz", Constant.of(INT8, List.of(8L), new byte[8]));
                  byte[] raw = new byte[32];
                  for (int i = 0; i < 8; i++) {
                    raw[4 * i] = (byte) (17 * i);
                  }
                  String b = s.constant("b", Constant.of(6, List.of(8L), raw));
                  String by = s.positive("s", 8);
                  String h = s.op("QLinearConv", x, one, zero, w, by, wz, s.scalar(1), zero, b);
                  String w2 = s.bytes("w2", INT8, 4, 8, 1, 1);
                  String z2 = s.constant("z2", Constant.of(INT8, List.of(), new byte[1]));
                  String s2 = s.scalar(0.1f);
                  s.output(s.op("QLinearConv", h, one, zero, w2, s2, z2, s.scalar(30), zero));
                },
                "w1/0: 8 permute",
                "s/0: 8 permute",
                "wz/0: 8 permute",
                "b/0: 8 permute",
                "w2/1: 8 permute")
            .asExact());
  }
}
