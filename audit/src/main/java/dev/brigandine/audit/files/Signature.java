package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that tell of a model wherever they stand.
 *
 * @param means what they tell of
 * @param pattern four bytes or more
 * @param back how far before the pattern the thing begins, if that is fixed
 */
record Signature(Means means, byte[] pattern, int back) {
  /** What a signature tells of, and so how it is checked. */
  enum Means {
    TFLITE,
    ORT,
    EXECUTORCH,
    GGUF,
    SAFETENSORS,
    HDF5,
    BUNDLE,
    /** An operator's name as an ONNX node has it; the model begins before it. */
    ONNX_NODE,
    /** The first bytes of an ONNX model in base64. */
    ONNX_BASE64,
    /** A TFLite identifier in base64; the model begins four bytes before. */
    TFLITE_BASE64,
    GZIP
  }

  /** Operators one of which is among the first nodes of nearly any model. */
  private static final String[] OPS = {
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Pow",
    "Sqrt",
    "Exp",
    "Conv",
    "ConvTranspose",
    "Gemm",
    "MatMul",
    "MatMulInteger",
    "QLinearConv",
    "QLinearMatMul",
    "QuantizeLinear",
    "DequantizeLinear",
    "DynamicQuantizeLinear",
    "Relu",
    "LeakyRelu",
    "Sigmoid",
    "Tanh",
    "Gelu",
    "HardSwish",
    "Clip",
    "Softmax",
    "BatchNormalization",
    "LayerNormalization",
    "InstanceNormalization",
    "MaxPool",
    "AveragePool",
    "GlobalAveragePool",
    "ReduceMean",
    "ReduceSum",
    "Gather",
    "Shape",
    "Cast",
    "Constant",
    "ConstantOfShape",
    "Unsqueeze",
    "Squeeze",
    "Reshape",
    "Flatten",
    "Transpose",
    "Concat",
    "Slice",
    "Split",
    "Identity",
    "Pad",
    "Expand",
    "Where",
    "Equal",
    "Resize",
    "LSTM",
    "GRU",
    "Range",
    "Attention",
    "Normalizer",
    "Scaler",
    "LinearClassifier",
    "TreeEnsembleClassifier",
    "TreeEnsembleRegressor"
  };

  /** What the second field of a ModelProto may be. */
  static final int[] SECOND_TAGS = {0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42};

  static final int LAST_IR_VERSION = 13;

  /** All of them. */
  static List<Signature> all() {
    List<Signature> all = new ArrayList<>();
    all.add(text(Means.TFLITE, "TFL3", 4));
    all.add(text(Means.ORT, "ORTM", 4));
    all.add(text(Means.EXECUTORCH, "ET12", 4));
    all.add(text(Means.GGUF, "GGUF", 0));
    all.add(text(Means.SAFETENSORS, "\0\0{\"", 6));
    all.add(text(Means.HDF5, "\u0089HDF\r\n\u001a\n", 0));
    all.add(text(Means.BUNDLE, "BRIG\1\0\0\0", 0));
    all.add(text(Means.GZIP, "\u001f\u008b\b\0", 0));
    all.add(text(Means.GZIP, "\u001f\u008b\b\b", 0));
    all.add(text(Means.TFLITE_BASE64, "AFRGTDM", 4));
    for (String op : OPS) {
      all.add(text(Means.ONNX_NODE, "\"" + (char) op.length() + op, 0));
    }
    for (int version = 3; version <= LAST_IR_VERSION; version++) {
      for (int tag : SECOND_TAGS) {
        byte[] first = {8, (byte) version, (byte) tag};
        all.add(text(Means.ONNX_BASE64, java.util.Base64.getEncoder().encodeToString(first), 0));
      }
    }
    return all;
  }

  private static Signature text(Means means, String pattern, int back) {
    return new Signature(means, pattern.getBytes(ISO_8859_1), back);
  }
}
