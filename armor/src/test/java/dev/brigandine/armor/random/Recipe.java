package dev.brigandine.armor.random;

import java.util.List;

/**
 * Something that a graph may be made of.
 *
 * @param nodes how many it adds, about
 * @param types of floats that ONNX Runtime's CPU provider has all its operators for
 * @param weight how often it is chosen, against the others
 */
record Recipe(String name, int nodes, Types types, int weight, Step step) {
  /** Types of floats. */
  enum Types {
    FLOAT,
    FLOAT_AND_HALF,
    ALL;

    boolean have(int type) {
      return switch (type) {
        case Draft.FLOAT -> true;
        case Draft.HALF -> this != FLOAT;
        default -> this == ALL;
      };
    }
  }

  /** Adds nodes to a draft. */
  interface Step {
    /** False, and nothing added, if there is no value that it could start from. */
    boolean add(Draft draft);
  }

  static final List<Recipe> ALL =
      List.of(
          new Recipe("MatMul", 2, Types.ALL, 10, Linear::matMul),
          new Recipe("Gemm", 1, Types.ALL, 5, Linear::gemm),
          new Recipe("bottleneck", 2, Types.ALL, 3, Linear::bottleneck),
          new Recipe("residual", 5, Types.ALL, 4, Linear::residual),
          new Recipe("products", 2, Types.ALL, 3, Linear::products),
          new Recipe("embedding", 1, Types.ALL, 6, Linear::embedding),
          new Recipe("logits", 2, Types.ALL, 4, Linear::tiedLogits),
          new Recipe("Conv", 1, Types.FLOAT_AND_HALF, 12, Convolutions::conv),
          new Recipe("Conv of rows", 1, Types.FLOAT_AND_HALF, 3, Convolutions::convOfRows),
          new Recipe("separable", 4, Types.FLOAT_AND_HALF, 4, Convolutions::separable),
          new Recipe("ConvTranspose", 1, Types.FLOAT_AND_HALF, 4, Convolutions::convTranspose),
          new Recipe("squeeze, excite", 6, Types.FLOAT_AND_HALF, 3, Convolutions::squeezeAndExcite),
          new Recipe("pool", 1, Types.FLOAT_AND_HALF, 5, Pools::pool),
          new Recipe("global pool", 1, Types.FLOAT_AND_HALF, 3, Pools::globalPool),
          new Recipe("Resize", 1, Types.FLOAT, 3, Pools::resize),
          new Recipe("unary", 1, Types.ALL, 10, Elementwise::unary),
          new Recipe("unary, float only", 1, Types.FLOAT, 8, Elementwise::unaryOfFloats),
          new Recipe("PRelu", 1, Types.FLOAT_AND_HALF, 4, Elementwise::pRelu),
          new Recipe("Clip", 1, Types.FLOAT_AND_HALF, 4, Elementwise::clip),
          new Recipe("gelu", 5, Types.FLOAT, 3, Elementwise::gelu),
          new Recipe("with a constant", 1, Types.ALL, 10, Elementwise::withConstant),
          new Recipe("of two", 1, Types.ALL, 9, Elementwise::ofTwo),
          new Recipe("ratio", 3, Types.ALL, 2, Elementwise::ratio),
          new Recipe("Where", 1, Types.ALL, 4, Elementwise::where),
          new Recipe("Cast", 2, Types.FLOAT, 2, Elementwise::cast),
          new Recipe("BatchNormalization", 1, Types.ALL, 5, Norms::batch),
          new Recipe("LayerNormalization", 1, Types.ALL, 5, Norms::layer),
          new Recipe("layer norm in pieces", 9, Types.ALL, 5, Norms::layerInPieces),
          new Recipe("rms norm in pieces", 6, Types.ALL, 3, Norms::rmsInPieces),
          new Recipe("norm over the image", 1, Types.FLOAT, 2, Norms::instance),
          new Recipe("Softmax", 1, Types.ALL, 5, Norms::softmax),
          new Recipe("reduce", 1, Types.ALL, 6, Norms::reduce),
          new Recipe("Transpose", 1, Types.ALL, 5, Shapes::transpose),
          new Recipe("Flatten", 1, Types.ALL, 3, Shapes::flatten),
          new Recipe("merge axes", 1, Types.ALL, 3, Shapes::mergeAxes),
          new Recipe("split an axis", 1, Types.ALL, 3, Shapes::splitAxis),
          new Recipe("Unsqueeze, Squeeze", 2, Types.ALL, 3, Shapes::unsqueeze),
          new Recipe("Expand", 2, Types.ALL, 2, Shapes::expand),
          new Recipe("Concat", 1, Types.ALL, 5, Shapes::concat),
          new Recipe("Split", 2, Types.ALL, 4, Shapes::split),
          new Recipe("Slice", 1, Types.ALL, 4, Shapes::slice),
          new Recipe("Pad", 1, Types.FLOAT, 3, Shapes::pad),
          new Recipe("Gather of channels", 1, Types.ALL, 3, Shapes::gather),
          new Recipe("channel shuffle", 3, Types.ALL, 2, Shapes::shuffle),
          new Recipe("seldom seen", 1, Types.FLOAT, 3, Shapes::seldom),
          new Recipe("attention", 17, Types.ALL, 16, Attention::block),
          new Recipe("LSTM", 3, Types.FLOAT, 4, Recurrent::lstm),
          new Recipe("GRU", 3, Types.FLOAT, 4, Recurrent::gru),
          new Recipe("MatMulInteger", 6, Types.FLOAT, 5, Quantized::matMulInteger),
          new Recipe("QLinearMatMul", 3, Types.FLOAT, 4, Quantized::qLinearMatMul),
          new Recipe("QLinearConv", 3, Types.FLOAT, 4, Quantized::qLinearConv),
          new Recipe("ConvInteger", 5, Types.FLOAT, 2, Quantized::convInteger),
          new Recipe("weights to dequantize", 2, Types.FLOAT, 6, Quantized::dequantizedWeights),
          new Recipe("QDQ", 2, Types.FLOAT, 3, Quantized::quantizedActivation),
          new Recipe("If", 3, Types.ALL, 5, Bodies::branch),
          new Recipe("Loop", 3, Types.ALL, 4, Bodies::loop),
          new Recipe("Scan", 3, Types.ALL, 2, Bodies::scan));
}
