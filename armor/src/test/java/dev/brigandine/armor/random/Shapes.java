package dev.brigandine.armor.random;

import static dev.brigandine.armor.random.Draft.attributes;

import dev.brigandine.onnx.graph.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What moves elements about. */
final class Shapes {
  private Shapes() {}

  static Value transposed(Draft draft, Value x, int... order) {
    long[] perm = Arrays.stream(order).asLongStream().toArray();
    long[] shape = LongStream.of(perm).map(axis -> x.dim((int) axis)).toArray();
    return draft.node("Transpose", attributes("perm", perm), x, shape, x.name());
  }

  /** With a shape as exporters write it: numbers, or 0 for an axis that stays and -1 for one. */
  static Value reshaped(Draft draft, Value x, long... shape) {
    long[] written = shape.clone();
    for (int axis = 0;
        axis < Math.min(shape.length, x.rank()) && shape[axis] == x.dim(axis);
        axis++) {
      written[axis] = draft.chance(0.4) ? 0 : written[axis];
    }
    if (draft.chance(0.4)) {
      written[draft.between(0, shape.length - 1)] = -1;
    }
    return draft.node("Reshape", Map.of(), x, shape, x.name(), draft.longs(written));
  }

  static boolean transpose(Draft draft) {
    Value x = draft.pickFloats(2, 5);
    if (x == null) {
      return false;
    }
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      // The batch mostly stays.
      int least = axis > 0 && draft.chance(0.8) ? 1 : 0;
      order.add(draft.between(Math.min(least, order.size()), order.size()), axis);
    }
    boolean moves = false;
    for (int axis = 0; axis < x.rank(); axis++) {
      moves |= order.get(axis) != axis;
    }
    if (!moves) {
      // ONNX Runtime 1.29 fuses a Transpose that does nothing as if it turned the matrix.
      return false;
    }
    transposed(draft, x, order.stream().mapToInt(Integer::intValue).toArray());
    return true;
  }

  static boolean flatten(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    long rest = Value.count(x.shape()) / x.dim(0);
    draft.node("Flatten", attributes("axis", 1), x, new long[] {x.dim(0), rest}, x.name());
    return true;
  }

  static boolean mergeAxes(Draft draft) {
    Value x = draft.pickFloats(3, 5);
    if (x == null) {
      return false;
    }
    int at = draft.between(0, x.rank() - 2);
    long[] shape = new long[x.rank() - 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i < at ? x.dim(i) : i == at ? x.dim(i) * x.dim(i + 1) : x.dim(i + 1);
    }
    reshaped(draft, x, shape);
    return true;
  }

  static boolean splitAxis(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    int at = draft.between(1, x.rank() - 1);
    long first = draft.one(2L, 3L, 4L);
    if (x.dim(at) % first != 0) {
      return false;
    }
    reshaped(draft, x, splitShape(x, at, first));
    return true;
  }

  private static long[] splitShape(Value x, int at, long first) {
    long[] shape = new long[x.rank() + 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] =
          i < at ? x.dim(i) : i == at ? first : i == at + 1 ? x.dim(at) / first : x.dim(i - 1);
    }
    return shape;
  }

  static boolean unsqueeze(Draft draft) {
    Value x = draft.pickFloats(1, 4);
    if (x == null) {
      return false;
    }
    Value wide = unsqueezed(draft, x, draft.between(0, x.rank()));
    Value bent = draft.chance(0.5) ? draft.node("Relu", wide, wide.name()) : wide;
    int axis = 0;
    while (bent.dim(axis) != 1) {
      axis++;
    }
    if (draft.chance(0.6)) {
      squeezed(draft, bent, axis);
    }
    return true;
  }

  static Value unsqueezed(Draft draft, Value x, int axis) {
    long[] shape = new long[x.rank() + 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i < axis ? x.dim(i) : i == axis ? 1 : x.dim(i - 1);
    }
    return alongAxis(draft, "Unsqueeze", x, axis, shape);
  }

  static Value squeezed(Draft draft, Value x, int axis) {
    long[] shape = new long[x.rank() - 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = x.dim(i < axis ? i : i + 1);
    }
    return alongAxis(draft, "Squeeze", x, axis, shape);
  }

  private static Value alongAxis(Draft draft, String op, Value x, int axis, long[] shape) {
    return draft.opset >= 13
        ? draft.node(op, Map.of(), x, shape, x.name(), draft.longs(axis))
        : draft.node(op, attributes("axes", new long[] {axis}), x, shape, x.name());
  }

  static boolean expand(Draft draft) {
    Value x = draft.pickFloats(2, 3);
    if (x == null) {
      return false;
    }
    int axis = draft.between(1, x.rank());
    Value wide = unsqueezed(draft, x, axis);
    long[] shape = wide.with(axis, draft.between(2, 3));
    if (!Draft.fits(shape)) {
      return true;
    }
    Value same = draft.node("Expand", Map.of(), wide, shape, wide.name(), draft.longs(shape));
    // Or a mean that is taken away would leave nothing but last bits.
    draft.hide(same);
    Value apart = draft.node("Add", same, same.name(), draft.weight(1, shape));
    draft.as(apart, apart.type(), x.exact(), x.size() + 1);
    return true;
  }

  static boolean concat(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    int axis =
        draft.chance(0.7) ? (draft.chance(0.5) ? 1 : x.rank() - 1) : draft.between(0, x.rank() - 1);
    Value y =
        draft.pick(
            v ->
                v.type() == x.type()
                    && v.rank() == x.rank()
                    && Arrays.equals(v.with(axis, 1), x.with(axis, 1)));
    long size = x.dim(axis) + y.dim(axis);
    List<String> inputs = new ArrayList<>(List.of(x.name(), y.name()));
    boolean constant = draft.chance(0.15);
    if (constant) {
      size += 2;
      inputs.add(draft.between(0, 2), draft.weight(1, x.with(axis, 2)));
    }
    if (!Draft.fits(x.with(axis, size)) || size > 48) {
      return false;
    }
    Value z =
        draft.node(
            "Concat",
            attributes("axis", draft.chance(0.3) ? axis - x.rank() : axis),
            x,
            x.with(axis, size),
            inputs.toArray(String[]::new));
    draft.as(z, z.type(), x.exact() && y.exact(), Math.max(x.size(), y.size()));
    return true;
  }

  static boolean split(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    int axis = draft.between(1, x.rank() - 1);
    boolean even = draft.chance(0.6);
    int parts = draft.between(2, 3);
    if (x.dim(axis) < 4 || even && x.dim(axis) % parts != 0) {
      return false;
    }
    long[] sizes = new long[even ? parts : 2];
    Arrays.fill(sizes, x.dim(axis) / sizes.length);
    if (!even) {
      sizes[0] = draft.between(1, (int) x.dim(axis) - 1);
      sizes[1] = x.dim(axis) - sizes[0];
    }
    split(draft, x, axis, sizes);
    return true;
  }

  static List<Value> split(Draft draft, Value x, int axis, long... sizes) {
    List<Value> parts = new ArrayList<>();
    for (long size : sizes) {
      parts.add(new Value(draft.name("part"), x.type(), x.with(axis, size), x.exact(), x.size()));
    }
    List<String> names = parts.stream().map(Value::name).toList();
    boolean even = LongStream.of(sizes).distinct().count() == 1;
    Map<String, Attribute> attributes = attributes("axis", axis);
    if (draft.opset < 13) {
      attributes.putAll(attributes("split", sizes));
      draft.raw("Split", attributes, List.of(x.name()), names);
    } else if (even && draft.chance(0.5)) {
      if (draft.opset >= 18) {
        attributes.putAll(attributes("num_outputs", sizes.length));
      }
      draft.raw("Split", attributes, List.of(x.name()), names);
    } else {
      draft.raw("Split", attributes, List.of(x.name(), draft.longs(sizes)), names);
    }
    parts.forEach(draft::add);
    return parts;
  }

  static boolean slice(Draft draft) {
    Value x = draft.pickFloats(1, 4);
    if (x == null) {
      return false;
    }
    int axis = draft.between(0, x.rank() - 1);
    long size = x.dim(axis);
    if (size < 2) {
      return false;
    }
    long start = draft.between(0, (int) size - 2);
    long end = draft.between((int) start + 1, (int) size);
    long step = draft.chance(0.3) ? 2 : 1;
    long left = (end - start + step - 1) / step;
    long writtenEnd = end == size && draft.chance(0.5) ? Long.MAX_VALUE / 2 : end;
    if (draft.chance(0.1)) {
      // Backwards, all of them.
      draft.node(
          "Slice",
          x,
          x.name(),
          draft.longs(-1),
          draft.longs(-size - 1),
          draft.longs(axis),
          draft.longs(-1));
      return true;
    }
    draft.node(
        "Slice",
        Map.of(),
        x,
        x.with(axis, left),
        x.name(),
        draft.longs(start),
        draft.longs(writtenEnd),
        draft.longs(axis),
        draft.longs(step));
    return true;
  }

  static boolean pad(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    int axis = draft.between(1, x.rank() - 1);
    String mode = draft.one("constant", "constant", "reflect", "edge");
    long before = draft.between(0, 2);
    long after = draft.between(0, 1);
    if (mode.equals("reflect") && x.dim(axis) <= 2) {
      return false;
    }
    long[] pads = new long[2 * x.rank()];
    pads[axis] = before;
    pads[x.rank() + axis] = after;
    long[] shape = x.with(axis, x.dim(axis) + before + after);
    Map<String, Attribute> attributes = attributes("mode", mode);
    if (mode.equals("constant") && draft.chance(0.6)) {
      String value = draft.constant("s", draft.floats, new long[0], draft.chance(0.5) ? 0 : 0.5);
      draft.node("Pad", attributes, x, shape, x.name(), draft.longs(pads), value);
    } else {
      draft.node("Pad", attributes, x, shape, x.name(), draft.longs(pads));
    }
    return true;
  }

  static boolean gather(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    int axis = draft.between(1, x.rank() - 1);
    int size = (int) x.dim(axis);
    long[] chosen = new long[draft.between(1, size)];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = draft.between(0, size - 1);
    }
    if (chosen.length == 1 && draft.chance(0.5) && x.rank() > 2) {
      long[] shape = new long[x.rank() - 1];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = x.dim(i < axis ? i : i + 1);
      }
      String index = draft.constant("i", Draft.INT64, new long[0], chosen[0]);
      draft.node("Gather", attributes("axis", axis), x, shape, x.name(), index);
      return true;
    }
    draft.node(
        "Gather",
        attributes("axis", axis),
        x,
        x.with(axis, chosen.length),
        x.name(),
        draft.longs(chosen));
    return true;
  }

  static boolean shuffle(Draft draft) {
    Value x = Convolutions.image(draft);
    if (x == null || x.dim(1) % 2 != 0) {
      return false;
    }
    Value split = reshaped(draft, x, splitShape(x, 1, 2));
    Value turned = transposed(draft, split, 0, 2, 1, 3, 4);
    reshaped(draft, turned, x.shape());
    return true;
  }

  /** Operators that a rewrite need not know. */
  static boolean seldom(Draft draft) {
    Value x = Convolutions.image(draft);
    if (x == null) {
      return false;
    }
    switch (draft.between(0, 3)) {
      case 0 -> {
        Value y =
            draft.node("CumSum", x, x.name(), draft.constant("i", Draft.INT64, new long[0], 3));
        draft.as(y, y.type(), false, 2 * x.size());
      }
      case 1 -> {
        long[] shape = x.with(1, 2 * x.dim(1));
        if (!Draft.fits(shape)) {
          return false;
        }
        draft.node("Tile", Map.of(), x, shape, x.name(), draft.longs(1, 2, 1, 1));
      }
      case 2 -> {
        if (x.dim(1) % 4 != 0) {
          return false;
        }
        long[] shape = {x.dim(0), x.dim(1) / 4, 2 * x.dim(2), 2 * x.dim(3)};
        draft.node("DepthToSpace", attributes("blocksize", 2), x, shape, x.name());
      }
      default -> {
        if (x.dim(2) % 2 != 0 || x.dim(3) % 2 != 0) {
          return false;
        }
        long[] shape = {x.dim(0), x.dim(1) * 4, x.dim(2) / 2, x.dim(3) / 2};
        draft.node("SpaceToDepth", attributes("blocksize", 2), x, shape, x.name());
      }
    }
    return true;
  }
}
