package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.BatchNorm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that carry a network's weights, and pools. */
final class LayerOperators {
  /** What is kept of a running mean at each step. */
  private static final float MOMENTUM = 0.9f;

  private LayerOperators() {}

  static void register(Map<String, Operator> all) {
    all.put("MatMul", Operator.of(call -> new Real(matMul(call.real(0), call.real(1)))));
    all.put("Gemm", Operator.of(LayerOperators::gemm));
    all.put("Conv", Operator.of(LayerOperators::conv));
    all.put("BatchNormalization", LayerOperators::batchNorm);
    all.put("LayerNormalization", LayerOperators::layerNorm);
    all.put("MaxPool", Operator.of(call -> pool(call, true)));
    all.put("AveragePool", Operator.of(call -> pool(call, false)));
    all.put("GlobalAveragePool", Operator.of(call -> new Real(global(call.real(0)))));
  }

  static NDArray matMul(NDArray a, NDArray b) {
    if (b.getShape().dimension() == 2 && a.getShape().dimension() > 2) {
      // One product of rows is faster than many, there and back.
      long[] shape = a.getShape().getShape().clone();
      long in = shape[shape.length - 1];
      shape[shape.length - 1] = b.getShape().get(1);
      return a.reshape(-1, in).matMul(b).reshape(new Shape(shape));
    }
    return a.matMul(b);
  }

  private static Value gemm(Call call) {
    NDArray a = call.integer("transA", 0) == 1 ? call.real(0).transpose() : call.real(0);
    NDArray b = call.integer("transB", 0) == 1 ? call.real(1).transpose() : call.real(1);
    NDArray product = scaled(a.matMul(b), call.number("alpha", 1));
    return new Real(
        call.has(2) ? product.add(scaled(call.real(2), call.number("beta", 1))) : product);
  }

  private static NDArray scaled(NDArray x, float factor) {
    return factor == 1 ? x : x.mul(Pointwise.full(x, factor));
  }

  private static Value conv(Call call) {
    NDArray x = call.real(0);
    NDArray weight = call.real(1);
    int dimensions = x.getShape().dimension() - 2;
    if (!call.node().text("auto_pad", "NOTSET").equals("NOTSET")) {
      throw call.unsupported("auto_pad");
    }
    long[] kernel = Arrays.copyOfRange(weight.getShape().getShape(), 2, dimensions + 2);
    return new Real(
        internal(x)
            .convolution(
                x,
                weight,
                call.has(2) ? call.real(2) : null,
                sizes(call.integers("strides"), kernel.length),
                pads(call, dimensions),
                sizes(call.integers("dilations"), kernel.length),
                (int) call.integer("group", 1))
            .singletonOrThrow());
  }

  private static Shape sizes(long[] given, int count) {
    return given == null
        ? new Shape(IntStream.range(0, count).mapToLong(i -> 1).toArray())
        : new Shape(given);
  }

  private static Shape pads(Call call, int dimensions) {
    long[] pads = call.integers("pads");
    if (pads == null) {
      return new Shape(new long[dimensions]);
    }
    long[] front = Arrays.copyOf(pads, dimensions);
    if (!Arrays.equals(front, Arrays.copyOfRange(pads, dimensions, 2 * dimensions))) {
      throw call.unsupported("pads that differ front and back");
    }
    return new Shape(front);
  }

  private static Value pool(Call call, boolean max) {
    NDArray x = call.real(0);
    if (call.integers("dilations") != null
        && Arrays.stream(call.integers("dilations")).anyMatch(d -> d != 1)) {
      throw call.unsupported("dilations");
    }
    long[] kernel = call.integers("kernel_shape");
    Shape strides = sizes(call.integers("strides"), kernel.length);
    Shape pads = pads(call, kernel.length);
    boolean ceil = call.integer("ceil_mode", 0) == 1;
    return new Real(
        max
            ? internal(x).maxPool(new Shape(kernel), strides, pads, ceil)
            : internal(x)
                .avgPool(
                    new Shape(kernel),
                    strides,
                    pads,
                    ceil,
                    call.integer("count_include_pad", 0) == 1));
  }

  private static NDArray global(NDArray x) {
    return Reductions.along(
        x, IntStream.range(2, x.getShape().dimension()).toArray(), true, NDArray::mean);
  }

  private static List<Value> batchNorm(Call call) {
    NDArray x = call.real(0);
    float epsilon = call.number("epsilon", 1e-5f);
    NDArray made =
        BatchNorm.batchNorm(
                x,
                call.real(3),
                call.real(4),
                call.real(1),
                call.real(2),
                1,
                MOMENTUM,
                epsilon,
                call.training())
            .singletonOrThrow();
    return List.of(new Real(made));
  }

  private static List<Value> layerNorm(Call call) {
    NDArray x = call.real(0);
    long[] shape = call.in(0).shape();
    int axis = call.in(0).axis(call.integer("axis", -1));
    if (call.node().outputs().size() > 1) {
      throw call.unsupported("several outputs");
    }
    Shape width = new Shape(Arrays.copyOfRange(shape, axis, shape.length));
    NDArray bias = call.has(2) ? call.real(2) : call.manager().zeros(width);
    float epsilon = call.number("epsilon", 1e-5f);
    return List.of(
        new Real(internal(x).layerNorm(x, width, call.real(1), bias, epsilon).singletonOrThrow()));
  }

  private static NDArrayEx internal(NDArray x) {
    return x.getNDArrayInternal();
  }
}
