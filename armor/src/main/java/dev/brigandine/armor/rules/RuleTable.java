package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Level;
import dev.brigandine.onnx.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rule of every operator that has one. To add an operator, add a line; one that is not here
 * keeps its axes as they are.
 *
 * <p>Source: onnx.ai, docs/Operators.md, and ONNX Runtime's docs/ContribOperators.md for those of
 * the domain com.microsoft.
 */
final class RuleTable {
  private static final String MICROSOFT = "com.microsoft";
  private static final Map<String, Rule> RULES = new HashMap<>();

  private RuleTable() {}

  static Optional<Rule> of(Node node) {
    if (Gate.is(node)) {
      return Optional.of(Gate::relate);
    }
    return Optional.ofNullable(RULES.get(node.domain() + ":" + node.op()));
  }

  static {
    // f(x) with f(ax) = af(x) for positive a, or for all a, or with any matrix.
    on(Pointwise.unary(Level.POSITIVE), "Relu", "LeakyRelu", "Abs");
    on(Pointwise.unary(Level.MIX), "Identity", "Neg", "Cast", "CastLike", "Dropout");
    on(
        Pointwise.unary(Level.NONE),
        "Acos",
        "Acosh",
        "Asin",
        "Asinh",
        "Atan",
        "Atanh",
        "BitwiseNot",
        "Ceil",
        "Celu",
        "Clip",
        "Cos",
        "Cosh",
        "Elu",
        "Erf",
        "Exp",
        "Floor",
        "Gelu",
        "HardSigmoid",
        "HardSwish",
        "IsInf",
        "IsNaN",
        "Log",
        "Mish",
        "Not",
        "Reciprocal",
        "Round",
        "Selu",
        "Shrink",
        "Sigmoid",
        "Sign",
        "Sin",
        "Sinh",
        "Softplus",
        "Softsign",
        "Sqrt",
        "Swish",
        "Tan",
        "Tanh",
        "ThresholdedRelu");
    on(
        Pointwise.TOGETHER,
        "And",
        "BitShift",
        "BitwiseAnd",
        "BitwiseOr",
        "BitwiseXor",
        "Equal",
        "Greater",
        "GreaterOrEqual",
        "Less",
        "LessOrEqual",
        "Mod",
        "Or",
        "Pow",
        "Where",
        "Xor");
    on(Pointwise.SUM, "Add", "Sub", "Sum", "Mean");
    on(Pointwise.EXTREME, "Max", "Min");
    on(Pointwise.PRODUCT, "Mul");
    on(Pointwise.QUOTIENT, "Div");
    on(Pointwise.PRELU, "PRelu");

    on(Linear.MATMUL, "MatMul");
    on(Linear.GEMM, "Gemm");
    on(Linear.EINSUM, "Einsum");
    on(Convolution.CONV, "Conv");
    on(Convolution.TRANSPOSED, "ConvTranspose");
    on(Convolution.pool(Level.MIX), "AveragePool", "GlobalAveragePool");
    on(Convolution.pool(Level.POSITIVE), "MaxPool", "GlobalMaxPool", "LpPool", "GlobalLpPool");

    on(Normalization.BATCH, "BatchNormalization");
    on(Normalization.INSTANCE, "InstanceNormalization");
    on(
        Normalization.LAYER,
        "LayerNormalization",
        "RMSNormalization",
        "SimplifiedLayerNormalization");
    on(Normalization.SOFTMAX, "Softmax", "LogSoftmax");
    on(Normalization.HARDMAX, "Hardmax");
    on(Normalization.LP, "LpNormalization");
    on(Normalization.reduction(Level.MIX, true), "ReduceMean", "ReduceSum");
    on(Normalization.reduction(Level.POSITIVE, false), "ReduceMax");
    on(Normalization.reduction(Level.POSITIVE, false), "ReduceMin");
    on(Normalization.reduction(Level.POSITIVE, true), "ReduceL1", "ReduceL2");
    on(
        Normalization.reduction(Level.NONE, true),
        "ReduceSumSquare",
        "ReduceLogSum",
        "ReduceLogSumExp",
        "ReduceProd");
    on(Normalization.ARG, "ArgMax", "ArgMin");
    on(Normalization.TOP, "TopK");

    on(Layout.RESHAPE, "Reshape", "Flatten");
    on(Layout.TRANSPOSE, "Transpose");
    on(Layout.SQUEEZE, "Squeeze", "Unsqueeze");
    on(Layout.EXPAND, "Expand");
    on(Layout.TILE, "Tile");
    on(Layout.SHAPE, "Shape", "Size");
    on(Layout.MADE, "ConstantOfShape", "Range");
    on(Layout.CONCAT, "Concat");
    on(Layout.SPLIT, "Split");
    on(Layout.SLICE, "Slice");
    on(Layout.PAD, "Pad");
    on(Layout.RESIZE, "Resize", "Upsample");
    on(Layout.DEPTH, "DepthToSpace", "SpaceToDepth");
    on(Selection.GATHER, "Gather");

    on(Recurrent.of(4), "LSTM");
    on(Recurrent.of(3), "GRU");
    on(Recurrent.of(1), "RNN");

    on(Quantized.LINEAR, "QuantizeLinear", "DequantizeLinear");
    on(Quantized.DYNAMIC, "DynamicQuantizeLinear");
    on(Quantized.MATMUL_INTEGER, "MatMulInteger");
    on(Quantized.QLINEAR_MATMUL, "QLinearMatMul");
    on(Quantized.CONV_INTEGER, "ConvInteger");
    on(Quantized.QLINEAR_CONV, "QLinearConv");

    on(Control.IF, "If");
    on(Control.LOOP, "Loop");
    on(Control.CLOSED, "Scan", "SequenceMap");

    microsoft(Pointwise.unary(Level.NONE), "Gelu", "QuickGelu");
  }

  private static void on(Rule rule, String... ops) {
    for (String op : ops) {
      RULES.put(":" + op, rule);
    }
  }

  private static void microsoft(Rule rule, String... ops) {
    for (String op : ops) {
      RULES.put(MICROSOFT + ":" + op, rule);
    }
  }
}
