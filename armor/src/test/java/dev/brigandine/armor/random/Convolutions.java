package dev.brigandine.armor.random;

import static dev.brigandine.armor.random.Draft.attributes;

import dev.brigandine.onnx.graph.Attribute;
import java.util.Map;

/** Convolutions of images and rows. */
final class Convolutions {
  private Convolutions() {}

  static Value image(Draft draft) {
    return draft.pickFloats(4, 4);
  }

  static boolean conv(Draft draft) {
    Value x = image(draft);
    if (x == null) {
      return false;
    }
    long groups = groups(draft, x.dim(1));
    long to = draft.chance(0.3) && groups > 1 ? x.dim(1) : groups * draft.between(1, 4);
    if (groups == 1) {
      to = draft.channels();
    }
    return apply(draft, x, to, groups, draft.one(1, 1, 3), draft.chance(0.2) ? 2 : 1) != null;
  }

  private static long groups(Draft draft, long channels) {
    return switch (draft.between(0, 5)) {
      case 0 -> channels;
      case 1 -> channels % 2 == 0 ? 2 : 1;
      case 2 -> channels % 4 == 0 ? 4 : 1;
      default -> 1;
    };
  }

  static Value apply(Draft draft, Value x, long to, long groups, long kernel, long stride) {
    long dilation = kernel > 1 && draft.chance(0.1) ? 2 : 1;
    long padding = dilation * (kernel - 1) / 2;
    long[] shape = {x.dim(0), to, out(x.dim(2), kernel, stride, dilation, padding), 0};
    shape[3] = out(x.dim(3), kernel, stride, dilation, padding);
    if (!Draft.fits(shape)) {
      return null;
    }
    Map<String, Attribute> attributes = attributes("kernel_shape", new long[] {kernel, kernel});
    if (padding > 0) {
      attributes.putAll(attributes("pads", new long[] {padding, padding, padding, padding}));
    }
    if (stride > 1) {
      attributes.putAll(attributes("strides", new long[] {stride, stride}));
    }
    if (dilation > 1) {
      attributes.putAll(attributes("dilations", new long[] {dilation, dilation}));
    }
    if (groups > 1) {
      attributes.putAll(attributes("group", groups));
    }
    long from = x.dim(1) / groups;
    double scale = Linear.scale(x, from * kernel * kernel);
    String weight = draft.weight(scale, to, from, kernel, kernel);
    return draft.summed(
        draft.chance(0.6)
            ? draft.node("Conv", attributes, x, shape, x.name(), weight, draft.weight(0.3, to))
            : draft.node("Conv", attributes, x, shape, x.name(), weight));
  }

  private static long out(long size, long kernel, long stride, long dilation, long padding) {
    return (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
  }

  static boolean convOfRows(Draft draft) {
    Value x = draft.pickFloats(3, 3);
    if (x == null) {
      return false;
    }
    long to = draft.channels();
    long[] shape = {x.dim(0), to, x.dim(2)};
    if (!Draft.fits(shape)) {
      return false;
    }
    String weight = draft.weight(Linear.scale(x, 3 * x.dim(1)), to, x.dim(1), 3);
    draft.summed(
        draft.node("Conv", attributes("pads", new long[] {1, 1}), x, shape, x.name(), weight));
    return true;
  }

  /** Depthwise, bent, pointwise, as MobileNet has it, with a way round now and then. */
  static boolean separable(Draft draft) {
    Value x = image(draft);
    if (x == null) {
      return false;
    }
    boolean round = draft.chance(0.5);
    Value deep = apply(draft, x, x.dim(1), x.dim(1), 3, 1);
    if (draft.chance(0.7)) {
      deep = draft.node("Relu", deep, deep.name());
    }
    Value point = apply(draft, deep, round ? x.dim(1) : draft.channels(), 1, 1, 1);
    if (round && point != null) {
      Value sum = draft.node("Add", point, x.name(), point.name());
      draft.as(sum, sum.type(), false, x.size() + 1);
    }
    return true;
  }

  static boolean convTranspose(Draft draft) {
    Value x = image(draft);
    if (x == null || x.dim(2) > 8 || x.dim(3) > 8) {
      return false;
    }
    long groups = draft.chance(0.25) && x.dim(1) % 2 == 0 ? 2 : 1;
    long each = draft.between(2, 6);
    long kernel = draft.between(2, 3);
    long stride = draft.between(1, 2);
    long padding = draft.between(0, 1);
    long[] shape = {x.dim(0), groups * each, 0, 0};
    shape[2] = (x.dim(2) - 1) * stride - 2 * padding + kernel;
    shape[3] = (x.dim(3) - 1) * stride - 2 * padding + kernel;
    if (!Draft.fits(shape)) {
      return false;
    }
    Map<String, Attribute> attributes =
        attributes(
            "strides", new long[] {stride, stride},
            "pads", new long[] {padding, padding, padding, padding},
            "kernel_shape", new long[] {kernel, kernel});
    if (groups > 1) {
      attributes.putAll(attributes("group", groups));
    }
    long terms = x.dim(1) / groups * Math.max(1, kernel * kernel / (stride * stride));
    String weight = draft.weight(Linear.scale(x, terms), x.dim(1), each, kernel, kernel);
    draft.summed(
        draft.chance(0.6)
            ? draft.node(
                "ConvTranspose",
                attributes,
                x,
                shape,
                x.name(),
                weight,
                draft.weight(0.3, groups * each))
            : draft.node("ConvTranspose", attributes, x, shape, x.name(), weight));
    return true;
  }

  static boolean squeezeAndExcite(Draft draft) {
    Value x = image(draft);
    if (x == null) {
      return false;
    }
    long[] one = {x.dim(0), x.dim(1), 1, 1};
    Value mean = draft.summed(draft.node("GlobalAveragePool", Map.of(), x, one, x.name()));
    Value less = apply(draft, mean, draft.between(2, 4), 1, 1, 1);
    Value bent = draft.node("Relu", less, less.name());
    Value more = apply(draft, bent, x.dim(1), 1, 1, 1);
    Value gate = draft.node("Sigmoid", more, more.name());
    Value gated = draft.node("Mul", x, x.name(), gate.name());
    draft.as(gated, gated.type(), false, x.size());
    return true;
  }
}
