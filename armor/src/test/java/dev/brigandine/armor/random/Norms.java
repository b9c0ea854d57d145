package dev.brigandine.armor.random;

import static dev.brigandine.armor.random.Draft.attributes;

import dev.brigandine.onnx.graph.Attribute;
import java.util.Map;

/**
 * Normalizations and reductions. What is added to a variance is larger than models have it: over
 * four channels a variance may be next to nothing, and dividing by it would make last bits large.
 */
final class Norms {
  private static final double EPSILON = 0.05;

  private Norms() {}

  static boolean batch(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    long channels = x.dim(1);
    Value y =
        draft.node(
            "BatchNormalization",
            draft.chance(0.5) ? attributes("epsilon", EPSILON) : attributes(),
            x,
            x.shape(),
            x.name(),
            draft.factors(0.5, 1.5, draft.chance(0.3), channels),
            draft.weight(0.3, channels),
            draft.weight(0.3, channels),
            draft.factors(0.5, 2, false, channels));
    draft.as(y, y.type(), false, x.size() * 1.2);
    return true;
  }

  static boolean layer(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null || draft.opset < 17) {
      return false;
    }
    int axis = draft.chance(0.85) ? -1 : -2;
    long[] normalized = axis == -1 ? new long[] {x.dim(-1)} : new long[] {x.dim(-2), x.dim(-1)};
    Map<String, Attribute> attributes = attributes("axis", axis, "epsilon", EPSILON);
    String gamma = draft.factors(0.5, 1.5, draft.chance(0.3), normalized);
    draft.summed(
        draft.chance(0.7)
            ? draft.node(
                "LayerNormalization",
                attributes,
                x,
                x.shape(),
                x.name(),
                gamma,
                draft.weight(0.3, normalized))
            : draft.node("LayerNormalization", attributes, x, x.shape(), x.name(), gamma));
    return true;
  }

  static boolean layerInPieces(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    Value mean = reduced(draft, "ReduceMean", x, -1, true);
    Value centred = draft.node("Sub", x, x.name(), mean.name());
    // Their mean is nothing but last bits.
    draft.hide(centred);
    Value squared = squared(draft, centred);
    Value variance = reduced(draft, "ReduceMean", squared, -1, true);
    Value deviation = root(draft, variance);
    Value normal = draft.node("Div", centred, centred.name(), deviation.name());
    draft.hide(normal);
    String gamma = draft.factors(0.5, 1.5, draft.chance(0.3), x.dim(-1));
    Value scaled =
        draft.chance(0.5)
            ? draft.node("Mul", normal, normal.name(), gamma)
            : draft.node("Mul", normal, gamma, normal.name());
    scaled = draft.summed(scaled);
    if (draft.chance(0.8)) {
      Linear.bias(draft, scaled, x.dim(-1));
    }
    return true;
  }

  static boolean rmsInPieces(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    Value deviation = root(draft, reduced(draft, "ReduceMean", squared(draft, x), -1, true));
    Value normal = draft.node("Div", x, x.name(), deviation.name());
    String gamma = draft.factors(0.5, 1.5, false, x.dim(-1));
    draft.summed(draft.node("Mul", normal, normal.name(), gamma));
    return true;
  }

  private static Value squared(Draft draft, Value x) {
    Value y =
        draft.chance(0.6)
            ? draft.node("Pow", x, x.name(), draft.constant("s", draft.floats, new long[0], 2))
            : draft.node("Mul", x, x.name(), x.name());
    return draft.as(y, y.type(), false, x.size() * x.size());
  }

  private static Value root(Draft draft, Value variance) {
    Value away = draft.node("Add", variance, variance.name(), draft.scalar(EPSILON));
    Value root = draft.node("Sqrt", away, away.name());
    return draft.as(root, root.type(), false, Math.sqrt(variance.size()));
  }

  static boolean instance(Draft draft) {
    Value x = Convolutions.image(draft);
    if (x == null || x.dim(2) * x.dim(3) < 4) {
      return false;
    }
    long channels = x.dim(1);
    Map<String, Attribute> attributes = attributes("epsilon", EPSILON);
    String op = "InstanceNormalization";
    if (draft.opset >= 21 && channels % 2 == 0) {
      op = "GroupNormalization";
      attributes.putAll(attributes("num_groups", 2));
    }
    draft.summed(
        draft.node(
            op,
            attributes,
            x,
            x.shape(),
            x.name(),
            draft.factors(0.5, 1.5, true, channels),
            draft.weight(0.3, channels)));
    return true;
  }

  static boolean softmax(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null || x.size() > 8) {
      return false;
    }
    // Before 13, all axes from this one on were one.
    int axis = draft.opset >= 13 && draft.chance(0.3) ? 1 : x.rank() - 1;
    String op = draft.floats != Draft.HALF && draft.chance(0.2) ? "LogSoftmax" : "Softmax";
    long spelled = draft.opset >= 13 && axis == x.rank() - 1 && draft.chance(0.5) ? -1 : axis;
    Value y = draft.node(op, attributes("axis", spelled), x, x.shape(), x.name());
    draft.as(y, y.type(), false, op.equals("Softmax") ? 0.5 : 4);
    return true;
  }

  static boolean reduce(Draft draft) {
    Value x = draft.pickFloats(2, 5);
    if (x == null) {
      return false;
    }
    // ONNX Runtime 1.29 has some opsets reduce the bytes that it finds behind the floats.
    String last = draft.isFragile(x) ? "ReduceSum" : "ReduceMax";
    String op = draft.one("ReduceMean", "ReduceMean", "ReduceSum", last);
    int axis = draft.between(draft.chance(0.1) ? 0 : 1, x.rank() - 1);
    Value y = reduced(draft, op, x, axis, draft.chance(0.5));
    double size = op.equals("ReduceSum") ? x.size() * Math.sqrt(x.dim(axis)) : x.size();
    draft.as(y, y.type(), x.exact() && op.equals("ReduceMax"), size);
    return true;
  }

  private static Value reduced(Draft draft, String op, Value x, int axis, boolean keep) {
    int place = axis < 0 ? x.rank() + axis : axis;
    long[] shape = x.with(place, 1);
    if (!keep) {
      shape = new long[x.rank() - 1];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = x.dim(i < place ? i : i + 1);
      }
    }
    Map<String, Attribute> attributes = attributes("keepdims", keep ? 1 : 0);
    boolean input = draft.opset >= (op.equals("ReduceSum") ? 13 : 18);
    if (input) {
      return draft.node(op, attributes, x, shape, x.name(), draft.longs(axis));
    }
    attributes.putAll(attributes("axes", new long[] {axis}));
    return draft.node(op, attributes, x, shape, x.name());
  }
}
