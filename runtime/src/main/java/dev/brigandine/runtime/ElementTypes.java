package dev.brigandine.runtime;

import ai.onnxruntime.OnnxJavaType;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/** ONNX's {@code TensorProto.DataType} to what ONNX Runtime's Java API has. */
final class ElementTypes {
  private ElementTypes() {}

  static OnnxJavaType of(int onnxType) {
    return switch (onnxType) {
      case 1 -> OnnxJavaType.FLOAT;
      case 2 -> OnnxJavaType.UINT8;
      case 3 -> OnnxJavaType.INT8;
      case 5 -> OnnxJavaType.INT16;
      case 6 -> OnnxJavaType.INT32;
      case 7 -> OnnxJavaType.INT64;
      case 9 -> OnnxJavaType.BOOL;
      case 10 -> OnnxJavaType.FLOAT16;
      case 11 -> OnnxJavaType.DOUBLE;
      case 16 -> OnnxJavaType.BFLOAT16;
      default ->
          throw new BrigandineException(
              ErrorCode.TAMPERED,
              "a weight has element type " + onnxType + ", which is not handled",
              "get the bundle again");
    };
  }
}
