package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import dev.brigandine.onnx.graph.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that move elements and compute none. */
final class Shaping {
  private Shaping() {}

  static void register(Map<String, Operator> all) {
    all.put("Identity", Operator.of(call -> call.in(0)));
    all.put("Dropout", Operator.of(call -> call.in(0)));
    all.put("Constant", Operator.of(Shaping::constant));
    all.put("ConstantOfShape", Operator.of(Shaping::constantOfShape));
    all.put("Shape", Operator.of(Shaping::shape));
    all.put("Size", Operator.of(call -> Whole.scalar(Whole.count(call.in(0).shape()))));
    all.put("Range", Operator.of(Shaping::range));
    all.put("Reshape", Operator.of(Shaping::reshape));
    all.put("Flatten", Operator.of(Shaping::flatten));
    all.put("Squeeze", Operator.of(Shaping::squeeze));
    all.put("Unsqueeze", Operator.of(Shaping::unsqueeze));
    all.put("Transpose", Operator.of(Shaping::transpose));
    all.put("Expand", Operator.of(Shaping::expand));
    all.put("Concat", Operator.of(Shaping::concat));
    all.put("Split", Shaping::split);
    all.put("Slice", Operator.of(Shaping::slice));
    all.put("Gather", Operator.of(Shaping::gather));
  }

  /** Some places along an axis, with gradients. */
  static NDArray take(Call call, NDArray x, int axis, Whole places) {
    long[] shape = x.getShape().getShape();
    int[] order = IntStream.range(0, shape.length).toArray();
    System.arraycopy(order, 0, order, 1, axis);
    order[0] = axis;
    NDArray front = axis == 0 ? x : x.transpose(order);
    long rows = shape[axis];
    NDArray table = front.reshape(rows, rows == 0 ? 0 : x.size() / rows);
    NDArray taken =
        table
            .getNDArrayInternal()
            .embedding(call.indices(places, rows), table, SparseFormat.DENSE)
            .singletonOrThrow();
    if (axis == 0) {
      return taken.reshape(new Shape(Whole.taken(shape, 0, places.shape())));
    }
    int count = places.elements().length;
    long[] moved = new long[shape.length];
    Arrays.setAll(moved, i -> i == 0 ? count : shape[order[i]]);
    int[] back = new int[order.length];
    IntStream.range(0, order.length).forEach(i -> back[order[i]] = i);
    return taken
        .reshape(new Shape(moved))
        .transpose(back)
        .reshape(new Shape(Whole.taken(shape, axis, places.shape())));
  }

  private static Value gather(Call call) {
    int axis = call.in(0).axis(call.integer("axis", 0));
    Whole places = call.whole(1);
    return call.in(0) instanceof Whole whole
        ? whole.take(axis, places)
        : new Real(take(call, call.real(0), axis, places));
  }

  private static Value constant(Call call) {
    Attribute value = call.node().attributes().values().iterator().next();
    if (value instanceof Attribute.Tensor tensor) {
      return Elements.value(tensor.value(), call.manager());
    } else if (value instanceof Attribute.Int number) {
      return Whole.scalar(number.value());
    } else if (value instanceof Attribute.Ints numbers) {
      return Whole.vector(numbers.values().stream().mapToLong(Long::longValue).toArray());
    } else if (value instanceof Attribute.Real number) {
      return new Real(call.manager().full(new Shape(), number.value()));
    }
    throw call.unsupported("such a value");
  }

  private static Value constantOfShape(Call call) {
    long[] shape = call.whole(0).elements();
    if (call.node().attributes().get("value") instanceof Attribute.Tensor tensor) {
      Value value = Elements.value(tensor.value(), call.manager());
      return value instanceof Whole whole
          ? whole.reshape().expand(shape)
          : new Real(((Real) value).array().reshape(new Shape()).broadcast(shape));
    }
    return new Real(call.manager().zeros(new Shape(shape)));
  }

  private static Value shape(Call call) {
    long[] shape = call.in(0).shape();
    int start = (int) bounded(call.integer("start", 0), shape.length);
    int end = (int) bounded(call.integer("end", shape.length), shape.length);
    return Whole.vector(Arrays.copyOfRange(shape, start, Math.max(start, end)));
  }

  private static long bounded(long place, long size) {
    return Math.max(0, Math.min(size, place < 0 ? place + size : place));
  }

  private static Value range(Call call) {
    if (call.in(0) instanceof Real) {
      throw call.unsupported("floats");
    }
    long start = call.whole(0).elements()[0];
    long step = call.whole(2).elements()[0];
    long count = Math.max(0, ceilDiv(call.whole(1).elements()[0] - start, step));
    return Whole.vector(LongStream.range(0, count).map(i -> start + step * i).toArray());
  }

  static Value reshaped(Value value, long... sizes) {
    return value instanceof Whole whole
        ? whole.reshape(sizes)
        : new Real(((Real) value).array().reshape(new Shape(sizes)));
  }

  private static Value reshape(Call call) {
    long[] shape = call.in(0).shape();
    long[] sizes = call.integers(1, "shape").clone();
    long known = 1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 0 && call.integer("allowzero", 0) == 0) {
        sizes[i] = shape[i];
      }
      known *= sizes[i] < 0 ? 1 : sizes[i];
    }
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = sizes[i] < 0 ? (known == 0 ? 0 : Whole.count(shape) / known) : sizes[i];
    }
    return reshaped(call.in(0), sizes);
  }

  private static Value flatten(Call call) {
    long[] shape = call.in(0).shape();
    int axis = call.in(0).axis(call.integer("axis", 1));
    long before = Whole.count(Arrays.copyOf(shape, axis));
    long after = Whole.count(Arrays.copyOfRange(shape, axis, shape.length));
    return reshaped(call.in(0), before, after);
  }

  private static Value squeeze(Call call) {
    long[] shape = call.in(0).shape();
    long[] axes = call.integers(1, "axes");
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      int axis = i;
      boolean gone =
          axes == null
              ? shape[i] == 1
              : LongStream.of(axes).anyMatch(a -> call.in(0).axis(a) == axis);
      if (!gone) {
        sizes.add(shape[i]);
      }
    }
    return reshaped(call.in(0), sizes.stream().mapToLong(Long::longValue).toArray());
  }

  private static Value unsqueeze(Call call) {
    long[] shape = call.in(0).shape();
    long[] axes = call.integers(1, "axes");
    long[] sizes = new long[shape.length + axes.length];
    for (long axis : axes) {
      sizes[(int) (axis < 0 ? axis + sizes.length : axis)] = 1;
    }
    int next = 0;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = sizes[i] == 1 ? 1 : shape[next++];
    }
    return reshaped(call.in(0), sizes);
  }

  private static Value transpose(Call call) {
    int rank = call.in(0).shape().length;
    long[] given = call.integers("perm");
    int[] order =
        IntStream.range(0, rank).map(i -> given == null ? rank - 1 - i : (int) given[i]).toArray();
    return call.in(0) instanceof Whole whole
        ? whole.transpose(order)
        : new Real(call.real(0).transpose(order));
  }

  private static Value expand(Call call) {
    long[] wide = Whole.broadcast(call.in(0).shape(), call.whole(1).elements());
    return call.in(0) instanceof Whole whole
        ? whole.expand(wide)
        : new Real(call.real(0).broadcast(wide));
  }

  private static Value concat(Call call) {
    int axis = call.in(0).axis(call.integer("axis", 0));
    if (call.inputs().stream().allMatch(Whole.class::isInstance)) {
      return call.inputs().stream()
          .map(Whole.class::cast)
          .reduce((a, b) -> a.concat(b, axis))
          .orElseThrow();
    }
    NDList parts = new NDList();
    call.inputs().stream()
        .filter(part -> part.shape()[axis] > 0)
        .forEach(part -> parts.add(call.real(part)));
    return parts.isEmpty() ? call.in(0) : new Real(NDArrays.concat(parts, axis));
  }

  private static List<Value> split(Call call) {
    int axis = call.in(0).axis(call.integer("axis", 0));
    long size = call.in(0).shape()[axis];
    long[] sizes = call.integers(1, "split");
    if (sizes == null) {
      int parts = call.node().outputs().size();
      long each = ceilDiv(size, parts);
      sizes = IntStream.range(0, parts).mapToLong(i -> Math.min(each, size - i * each)).toArray();
    }
    List<Value> parts = new ArrayList<>();
    long from = 0;
    for (long part : sizes) {
      parts.add(cut(call.in(0), axis, from, from + part, 1));
      from += part;
    }
    return parts;
  }

  private static Value slice(Call call) {
    long[] starts = call.integers(1, "starts");
    long[] ends = call.integers(2, "ends");
    long[] axes = call.integers(3, "axes");
    long[] steps = call.has(4) ? call.whole(4).elements() : null;
    Value value = call.in(0);
    for (int i = 0; i < starts.length; i++) {
      int axis = value.axis(axes == null ? i : axes[i]);
      long step = steps == null ? 1 : steps[i];
      long size = value.shape()[axis];
      if (step > 0) {
        value = cut(value, axis, bounded(starts[i], size), bounded(ends[i], size), step);
      } else {
        long start = Math.min(size - 1, starts[i] < 0 ? starts[i] + size : starts[i]);
        long end = ends[i] < -size ? -1 : ends[i] < 0 ? ends[i] + size : ends[i];
        long back = step;
        long count = Math.max(0, ceilDiv(end - start, step));
        Whole places =
            Whole.vector(LongStream.range(0, count).map(j -> start + back * j).toArray());
        value =
            value instanceof Whole whole
                ? whole.take(axis, places)
                : new Real(take(call, ((Real) value).array(), axis, places));
      }
    }
    return value;
  }

  private static long ceilDiv(long a, long b) {
    return -Math.floorDiv(-a, b);
  }

  private static Value cut(Value value, int axis, long from, long to, long step) {
    long end = Math.max(from, to);
    if (value instanceof Whole whole) {
      long count = ceilDiv(end - from, step);
      return whole.take(
          axis, Whole.vector(LongStream.range(0, count).map(i -> from + step * i).toArray()));
    }
    NDIndex index = new NDIndex();
    for (int i = 0; i < axis; i++) {
      index.addAllDim();
    }
    return new Real(((Real) value).array().get(index.addSliceDim(from, end, step)));
  }
}
