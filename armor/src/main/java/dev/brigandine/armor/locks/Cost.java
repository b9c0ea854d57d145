package dev.brigandine.armor.locks;

import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;

/**
 * Estimates of run time on one core, in nanoseconds, from shapes. The constants were fitted to ONNX
 * Runtime's CPU provider on x86-64; only their ratios matter.
 */
final class Cost {
  /** To start an operator of the model; many of them are fused or folded. */
  private static final double NODE = 250;

  /** To start an operator of a gate. */
  private static final double GATE_NODE = 600;

  /** To start a step of a recurrent network. */
  private static final double STEP = 1000;

  /** One multiplication and addition of a large product of matrices. */
  private static final double MULTIPLY = 1 / 40.0;

  /** The same in a convolution. */
  private static final double CONVOLVE = 1 / 80.0;

  /** The same in small matrices. */
  private static final double SMALL_MULTIPLY = 1 / 30.0;

  /** To read or write one element. */
  private static final double ELEMENT = 0.15;

  /** To pick one element by its index. */
  private static final double PICK = 1.5;

  private Cost() {}

  /** Of the whole model. */
  static double of(ModelGraph model, Shapes shapes) {
    double total = 0;
    for (Node node : model.graph().nodes()) {
      total += of(node, shapes);
    }
    return total;
  }

  private static double of(Node node, Shapes shapes) {
    String out = node.output(0);
    if (!shapes.knows(out)) {
      return NODE;
    }
    double made = shapes.count(out);
    return NODE + products(node, shapes, made) + ELEMENT * made;
  }

  private static double products(Node node, Shapes shapes, double made) {
    return switch (node.op()) {
      case "MatMul", "MatMulInteger", "QLinearMatMul" ->
          MULTIPLY * made * size(shapes, node.input(0), -1);
      case "Gemm" ->
          MULTIPLY * made * size(shapes, node.input(0), node.integer("transA", 0) == 0 ? 1 : 0);
      case "Conv", "ConvInteger" -> CONVOLVE * made * filter(shapes, node.input(1));
      case "QLinearConv" -> CONVOLVE * made * filter(shapes, node.input(3));
      case "ConvTranspose" ->
          shapes.knows(node.input(0))
              ? CONVOLVE * shapes.count(node.input(0)) * filter(shapes, node.input(1))
              : 0;
      case "LSTM", "GRU", "RNN" -> recurrent(shapes, node);
      default -> 0;
    };
  }

  private static double recurrent(Shapes shapes, Node node) {
    String x = node.input(0);
    if (!shapes.knows(x) || !shapes.knows(node.input(1)) || !shapes.knows(node.input(2))) {
      return 0;
    }
    double weights = shapes.count(node.input(1)) + shapes.count(node.input(2));
    return shapes.size(x, 0) * (STEP + MULTIPLY * weights * shapes.size(x, 1));
  }

  private static double size(Shapes shapes, String value, int axis) {
    return shapes.knows(value)
        ? shapes.size(value, axis < 0 ? axis + shapes.rank(value) : axis)
        : 0;
  }

  private static double filter(Shapes shapes, String weight) {
    return shapes.knows(weight)
        ? (double) shapes.count(weight) / Math.max(1, shapes.size(weight, 0))
        : 0;
  }

  static double kronecker(double elements, long outer, long inner) {
    return 4 * GATE_NODE + SMALL_MULTIPLY * elements * (outer + inner) + 2 * ELEMENT * elements;
  }

  static double dense(double elements, long size) {
    return GATE_NODE + MULTIPLY * elements * size + ELEMENT * elements;
  }

  static double groups(double elements, long block) {
    // A convolution whose filter is not known beforehand keeps its neighbours from blocked layouts.
    return 2 * GATE_NODE + SMALL_MULTIPLY * elements * block + 4 * ELEMENT * elements;
  }

  static double pick(double elements) {
    return GATE_NODE + PICK * elements;
  }
}
