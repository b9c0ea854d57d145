package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Set;

/**
 * Where a graph may be cut without ONNX Runtime computing anything else than before. Its graph
 * optimizers fuse neighbours, and a fused pair rounds differently from two separate ones; so a cut
 * runs only between neighbours that no fusion of its CPU provider joins: an activation function, or
 * a product, before the left side of another product with a weight. (Transpose, Cast, scalar Mul
 * and QuantizeLinear are joined with a product that follows: they are not in the list.)
 */
final class CutRules {
  private static final Set<String> BEFORE =
      Set.of(
          "Elu",
          "Erf",
          "Gelu",
          "Gemm",
          "HardSigmoid",
          "LeakyRelu",
          "MatMul",
          "Relu",
          "Selu",
          "Sigmoid",
          "Softplus",
          "Softsign",
          "Tanh",
          "ThresholdedRelu");
  private static final Set<String> AFTER = Set.of("Gemm", "MatMul");

  private CutRules() {}

  /**
   * @param maker of the value at the cut
   * @param reader its only reader
   * @param weights names of initializers
   */
  static boolean mayCut(NodeProto maker, NodeProto reader, String value, Set<String> weights) {
    return maker.getDomain().isEmpty()
        && reader.getDomain().isEmpty()
        && BEFORE.contains(maker.getOpType())
        && AFTER.contains(reader.getOpType())
        && reader.getInput(0).equals(value)
        && !reader.getInput(1).equals(value)
        && weights.contains(reader.getInput(1));
  }
}
