package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that join elements along axes. */
final class Reductions {
  private Reductions() {}

  /** As NDArray has them. */
  interface Reduce {
    NDArray along(NDArray x, int[] axes, boolean keep);
  }

  static void register(Map<String, Operator> all) {
    all.put("ReduceMean", Operator.of(call -> reduce(call, NDArray::mean, null, 0)));
    all.put("ReduceSum", Operator.of(call -> reduce(call, NDArray::sum, Long::sum, 0)));
    all.put("ReduceProd", Operator.of(call -> reduce(call, NDArray::prod, (a, b) -> a * b, 1)));
    all.put(
        "ReduceMax", Operator.of(call -> reduce(call, NDArray::max, Math::max, Long.MIN_VALUE)));
    all.put(
        "ReduceMin", Operator.of(call -> reduce(call, NDArray::min, Math::min, Long.MAX_VALUE)));
    all.put(
        "ReduceL2",
        Operator.of(
            call -> reduce(call, (x, axes, keep) -> x.mul(x).sum(axes, keep).sqrt(), null, 0)));
    all.put("Softmax", Operator.of(call -> softmax(call, false)));
    all.put("LogSoftmax", Operator.of(call -> softmax(call, true)));
  }

  private static Value reduce(Call call, Reduce real, LongBinaryOperator whole, long start) {
    Value value = call.in(0);
    long[] given = call.integers(1, "axes");
    int rank = value.shape().length;
    if ((given == null || given.length == 0) && call.integer("noop_with_empty_axes", 0) == 1) {
      return value;
    }
    int[] axes =
        given == null || given.length == 0
            ? IntStream.range(0, rank).toArray()
            : LongStream.of(given).mapToInt(value::axis).sorted().toArray();
    boolean keep = call.integer("keepdims", 1) == 1;
    if (value instanceof Whole joined && whole != null) {
      for (int i = axes.length - 1; i >= 0; i--) {
        joined = joined.reduce(axes[i], keep, start, whole);
      }
      return joined;
    }
    return new Real(along(call.real(0), axes, keep, real));
  }

  /** One axis after the other, as PyTorch's gradients want it. */
  static NDArray along(NDArray x, int[] axes, boolean keep, Reduce real) {
    NDArray joined = x;
    for (int axis : axes) {
      joined = real.along(joined, new int[] {axis}, true);
    }
    if (keep) {
      return joined;
    }
    long[] sizes = joined.getShape().getShape();
    return joined.reshape(
        new Shape(
            IntStream.range(0, sizes.length)
                .filter(i -> IntStream.of(axes).noneMatch(axis -> axis == i))
                .mapToLong(i -> sizes[i])
                .toArray()));
  }

  /** Before opset 13 all axes from the given one on are taken together. */
  private static Value softmax(Call call, boolean log) {
    NDArray x = call.real(0);
    long[] shape = call.in(0).shape();
    if (call.opset() >= 13) {
      int axis = call.in(0).axis(call.integer("axis", -1));
      return new Real(log ? x.logSoftmax(axis) : x.softmax(axis));
    }
    int axis = call.in(0).axis(call.integer("axis", 1));
    if (axis == shape.length - 1) {
      return new Real(log ? x.logSoftmax(axis) : x.softmax(axis));
    }
    long before = Whole.count(java.util.Arrays.copyOf(shape, axis));
    NDArray rows = x.reshape(before, x.size() / before);
    return new Real((log ? rows.logSoftmax(1) : rows.softmax(1)).reshape(x.getShape()));
  }
}
