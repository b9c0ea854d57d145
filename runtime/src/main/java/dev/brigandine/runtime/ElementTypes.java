package dev.brigandine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/** ONNX's {@code TensorProto.DataType} to what ONNX Runtime's Java API has. */
final class ElementTypes {
  static final int STRING = 8;

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

  /** ONNX's number of a word of {@link dev.brigandine.bundle.TensorSpec}; 0 if it has none. */
  static int ofWord(String word) {
    return switch (word) {
      case "float32" -> 1;
      case "uint8" -> 2;
      case "int8" -> 3;
      case "uint16" -> 4;
      case "int16" -> 5;
      case "int32" -> 6;
      case "int64" -> 7;
      case "string" -> 8;
      case "bool" -> 9;
      case "float16" -> 10;
      case "float64" -> 11;
      case "uint32" -> 12;
      case "uint64" -> 13;
      case "bfloat16" -> 16;
      default -> 0;
    };
  }

  /** ONNX's number of what ONNX Runtime's Java API calls by numbers of its own. */
  static int numberOf(TensorInfo.OnnxTensorType type) {
    return switch (type) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> 1;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> 2;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> 3;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> 4;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> 5;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> 6;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> 7;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> STRING;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> 9;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> 10;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> 11;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> 12;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> 13;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> 16;
      default -> 0;
    };
  }
}
