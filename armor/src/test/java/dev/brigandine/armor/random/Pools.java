package dev.brigandine.armor.random;

import static dev.brigandine.armor.random.Draft.attributes;

import dev.brigandine.onnx.graph.Attribute;
import java.util.Map;

/** What makes images smaller or larger. */
final class Pools {
  private Pools() {}

  static boolean pool(Draft draft) {
    Value x = Convolutions.image(draft);
    // ONNX Runtime 1.29 joins a Pad to a pool though it may be wider than the pool's window.
    if (x == null || x.dim(2) < 2 || x.dim(3) < 2 || x.name().startsWith("pad")) {
      return false;
    }
    boolean average = draft.chance(0.5);
    boolean padded = draft.chance(0.3) && x.dim(2) > 2 && x.dim(3) > 2;
    long kernel = padded ? 3 : 2;
    long stride = draft.between(1, 2);
    long padding = padded ? 1 : 0;
    long[] shape = {x.dim(0), x.dim(1), 0, 0};
    shape[2] = (x.dim(2) + 2 * padding - kernel) / stride + 1;
    shape[3] = (x.dim(3) + 2 * padding - kernel) / stride + 1;
    Map<String, Attribute> attributes =
        attributes(
            "kernel_shape", new long[] {kernel, kernel}, "strides", new long[] {stride, stride});
    if (padded) {
      attributes.putAll(attributes("pads", new long[] {1, 1, 1, 1}));
      if (average && draft.chance(0.5)) {
        attributes.putAll(attributes("count_include_pad", 1));
      }
    }
    Value y = draft.node(average ? "AveragePool" : "MaxPool", attributes, x, shape, x.name());
    draft.as(y, y.type(), x.exact() && !average, x.size());
    return true;
  }

  static boolean globalPool(Draft draft) {
    Value x = Convolutions.image(draft);
    if (x == null) {
      return false;
    }
    String op = draft.one("GlobalAveragePool", "GlobalAveragePool", "GlobalMaxPool");
    long[] shape = {x.dim(0), x.dim(1), 1, 1};
    Value y = draft.node(op, Map.of(), x, shape, x.name());
    draft.as(y, y.type(), x.exact() && op.equals("GlobalMaxPool"), x.size());
    return true;
  }

  static boolean resize(Draft draft) {
    Value x = Convolutions.image(draft);
    if (x == null) {
      return false;
    }
    long[] shape = {x.dim(0), x.dim(1), 2 * x.dim(2), 2 * x.dim(3)};
    if (!Draft.fits(shape)) {
      return false;
    }
    boolean linear = draft.chance(0.5);
    Map<String, Attribute> attributes =
        linear
            ? attributes("mode", "linear", "coordinate_transformation_mode", "half_pixel")
            : attributes(
                "mode", "nearest",
                "coordinate_transformation_mode", "asymmetric",
                "nearest_mode", "floor");
    Value y;
    String none = draft.constant("s", Draft.FLOAT, new long[] {0});
    if (draft.chance(0.5)) {
      String scales = draft.constant("s", Draft.FLOAT, new long[] {4}, 1, 1, 2, 2);
      y = draft.node("Resize", attributes, x, shape, x.name(), none, scales);
    } else {
      String sizes = draft.longs(shape);
      y =
          draft.node(
              "Resize", attributes, x, shape, x.name(), none, draft.opset >= 13 ? "" : none, sizes);
    }
    draft.as(y, y.type(), x.exact() && !linear, x.size());
    return true;
  }
}
