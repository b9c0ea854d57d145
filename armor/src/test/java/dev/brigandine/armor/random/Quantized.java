package dev.brigandine.armor.random;

import static dev.brigandine.armor.random.Draft.attributes;

import dev.brigandine.onnx.graph.Attribute;
import java.util.List;
import java.util.Map;

/** Integer arithmetic. */
final class Quantized {
  /** Steps of an activation of ordinary size. */
  private static final double STEP = 0.02;

  private Quantized() {}

  static boolean matMulInteger(Draft draft) {
    Value x = draft.pickToRound(v -> v.type() == draft.floats && v.rank() >= 2 && v.rank() <= 3);
    if (x == null) {
      return false;
    }
    long to = draft.channels();
    if (!Draft.fits(x.with(-1, to))) {
      return false;
    }
    Dynamic bytes = dynamic(draft, x);
    long from = x.dim(-1);
    boolean signed = draft.chance(0.7);
    String weight =
        signed
            ? draft.integers(Draft.INT8, -64, 63, from, to)
            : draft.integers(Draft.UINT8, 64, 190, from, to);
    String zero = signed ? zero(draft, Draft.INT8) : draft.integers(Draft.UINT8, 127, 127);
    Value sums =
        draft.node(
            "MatMulInteger", Map.of(), x, x.with(-1, to), bytes.bytes, weight, bytes.zero, zero);
    draft.as(sums, Draft.INT32, x.exact(), 100);
    scaled(draft, sums, bytes, x, from, to, draft.chance(0.5) ? new long[] {to} : new long[0]);
    return true;
  }

  static boolean convInteger(Draft draft) {
    Value x = draft.pickToRound(v -> v.type() == draft.floats && v.rank() == 4);
    if (x == null) {
      return false;
    }
    long to = draft.channels();
    if (!Draft.fits(x.with(1, to))) {
      return false;
    }
    Dynamic bytes = dynamic(draft, x);
    String weight = draft.integers(Draft.UINT8, 64, 190, to, x.dim(1), 1, 1);
    Value sums =
        draft.node(
            "ConvInteger",
            Map.of(),
            x,
            x.with(1, to),
            bytes.bytes,
            weight,
            bytes.zero,
            draft.integers(Draft.UINT8, 127, 127));
    draft.as(sums, Draft.INT32, x.exact(), 100);
    long[] scales = draft.chance(0.5) ? new long[] {to, 1, 1} : new long[0];
    scaled(draft, sums, bytes, x, x.dim(1), 0, scales);
    return true;
  }

  private record Dynamic(String bytes, String scale, String zero) {}

  private static Dynamic dynamic(Draft draft, Value x) {
    Dynamic made = new Dynamic(draft.name("bytes"), draft.name("scale"), draft.name("zero"));
    draft.raw(
        "DynamicQuantizeLinear",
        Map.of(),
        List.of(x.name()),
        List.of(made.bytes, made.scale, made.zero));
    return made;
  }

  private static String zero(Draft draft, int type) {
    return draft.constant("q", type, new long[0], 0);
  }

  /** Sums of integers as floats again. */
  private static void scaled(
      Draft draft, Value sums, Dynamic bytes, Value x, long terms, long bias, long[] scales) {
    Map<String, Attribute> to = attributes("to", draft.floats);
    Value cast = draft.node("Cast", to, sums, sums.shape(), sums.name());
    cast = draft.as(cast, draft.floats, x.exact(), 1);
    draft.hide(cast);
    double size = 1 / (40 * Math.sqrt(terms) * x.size());
    String weightScales = draft.factors(size, 1.5 * size, false, scales);
    String both = draft.name("both");
    draft.raw("Mul", Map.of(), List.of(bytes.scale, weightScales), List.of(both));
    Value y = draft.node("Mul", cast, cast.name(), both);
    y = draft.as(y, draft.floats, x.exact(), 1);
    if (bias > 0 && draft.chance(0.6)) {
      Linear.bias(draft, y, bias);
    }
  }

  private static String step(Draft draft, double step) {
    return draft.constant("s", draft.floats, new long[0], step);
  }

  /** Rounded to bytes. */
  private static Value quantized(Draft draft, Value x, int type, String step, String zero) {
    Value bytes = draft.node("QuantizeLinear", x, x.name(), step, zero);
    return draft.as(bytes, type, x.exact(), 100);
  }

  private static Value dequantized(Draft draft, Value bytes, String step, String zero) {
    Value y = draft.node("DequantizeLinear", bytes, bytes.name(), step, zero);
    return draft.as(y, draft.floats, bytes.exact(), 1);
  }

  static boolean qLinearMatMul(Draft draft) {
    Value x = draft.pickToRound(v -> v.type() == draft.floats && v.rank() == 2);
    if (x == null) {
      return false;
    }
    long from = x.dim(1);
    long to = draft.channels();
    String step = step(draft, STEP * x.size());
    String zero = draft.integers(Draft.UINT8, 120, 136);
    Value bytes = quantized(draft, x, Draft.UINT8, step, zero);
    String outStep = step(draft, STEP);
    String outZero = draft.integers(Draft.UINT8, 120, 136);
    // A scale for each column; ONNX Runtime wants the zero points alike.
    boolean columns = draft.chance(0.5);
    double size = 1 / (40 * Math.sqrt(from) * x.size());
    Value y =
        draft.node(
            "QLinearMatMul",
            Map.of(),
            bytes,
            new long[] {x.dim(0), to},
            bytes.name(),
            step,
            zero,
            draft.integers(Draft.INT8, -64, 63, from, to),
            columns ? draft.factors(size, 1.5 * size, false, to) : step(draft, size),
            columns ? draft.integers(Draft.INT8, 0, 0, to) : zero(draft, Draft.INT8),
            outStep,
            outZero);
    dequantized(draft, y, outStep, outZero);
    return true;
  }

  static boolean qLinearConv(Draft draft) {
    Value x = draft.pickToRound(v -> v.type() == draft.floats && v.rank() == 4);
    if (x == null) {
      return false;
    }
    boolean deep = draft.chance(0.3);
    long to = deep ? x.dim(1) : draft.channels();
    long from = deep ? 1 : x.dim(1);
    if (!Draft.fits(x.with(1, to))) {
      return false;
    }
    String step = step(draft, STEP * x.size());
    String zero = draft.integers(Draft.UINT8, 120, 136);
    Value bytes = quantized(draft, x, Draft.UINT8, step, zero);
    String outStep = step(draft, STEP);
    String outZero = draft.integers(Draft.UINT8, 120, 136);
    boolean each = draft.chance(0.6);
    double size = 1 / (40 * Math.sqrt(9 * from) * x.size());
    Map<String, Attribute> attributes = attributes("pads", new long[] {1, 1, 1, 1});
    if (deep) {
      attributes.putAll(attributes("group", to));
    }
    Value y =
        draft.node(
            "QLinearConv",
            attributes,
            bytes,
            x.with(1, to),
            bytes.name(),
            step,
            zero,
            draft.integers(Draft.INT8, -64, 63, to, from, 3, 3),
            each ? draft.factors(size, 1.5 * size, false, to) : step(draft, size),
            each ? draft.integers(Draft.INT8, 0, 0, to) : zero(draft, Draft.INT8),
            outStep,
            outZero,
            draft.integers(Draft.INT32, -200, 200, to));
    dequantized(draft, y, outStep, outZero);
    return true;
  }

  /** A product whose weight is stored in bytes. */
  static boolean dequantizedWeights(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    boolean image = x.rank() == 4;
    long from = x.dim(image ? 1 : -1);
    long to = draft.channels();
    long[] shape = image ? x.with(1, to) : x.with(-1, to);
    if (!Draft.fits(shape)) {
      return false;
    }
    // ONNX Runtime 1.29 fails on a scale for each row where the other factor is dequantized, too.
    int axis = image ? 0 : 1;
    long channels = to;
    boolean each = draft.opset >= 13 && draft.chance(0.7);
    double size = Linear.scale(x, from) / 40;
    String bytes =
        image
            ? draft.integers(Draft.INT8, -64, 63, to, from, 1, 1)
            : draft.integers(Draft.INT8, -64, 63, from, to);
    String scale = each ? draft.factors(size, 1.5 * size, false, channels) : step(draft, size);
    String weight = draft.name("weight");
    Map<String, Attribute> attributes = each ? attributes("axis", axis) : attributes();
    List<String> inputs = List.of(bytes, scale);
    if (draft.chance(0.6)) {
      String zero = each ? draft.integers(Draft.INT8, 0, 0, channels) : zero(draft, Draft.INT8);
      inputs = List.of(bytes, scale, zero);
    }
    draft.raw("DequantizeLinear", attributes, inputs, List.of(weight));
    draft.summed(draft.node(image ? "Conv" : "MatMul", Map.of(), x, shape, x.name(), weight));
    return true;
  }

  static boolean quantizedActivation(Draft draft) {
    Value x = draft.pickToRound(v -> v.type() == draft.floats && v.rank() >= 2);
    if (x == null) {
      return false;
    }
    boolean each = draft.opset >= 13 && draft.chance(0.3);
    String scale = step(draft, STEP * x.size());
    String zero = draft.integers(Draft.UINT8, 120, 136);
    if (!each) {
      dequantized(draft, quantized(draft, x, Draft.UINT8, scale, zero), scale, zero);
      return true;
    }
    long channels = x.dim(1);
    scale = draft.factors(STEP * x.size(), 2 * STEP * x.size(), false, channels);
    zero = draft.integers(Draft.UINT8, 120, 136, channels);
    Map<String, Attribute> axis = attributes("axis", 1);
    Value bytes = draft.node("QuantizeLinear", axis, x, x.shape(), x.name(), scale, zero);
    bytes = draft.as(bytes, Draft.UINT8, x.exact(), 100);
    Value y = draft.node("DequantizeLinear", axis, x, x.shape(), bytes.name(), scale, zero);
    y = draft.as(y, draft.floats, x.exact(), x.size());
    // ONNX Runtime 1.29 fails where a product, or what it has tables for, reads it directly.
    draft.hide(y);
    Value bent = draft.node("Elu", y, y.name());
    draft.as(bent, bent.type(), false, 1);
    return true;
  }
}
