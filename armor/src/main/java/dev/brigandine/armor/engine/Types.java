package dev.brigandine.armor.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Locale;

/** {@code TensorProto.DataType}, ONNX Runtime's types, and the words of a sample, to each other. */
final class Types {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int STRING = 8;
  static final int BOOL = 9;
  static final int FLOAT16 = 10;
  static final int DOUBLE = 11;
  static final int BFLOAT16 = 16;

  private Types() {}

  /** Null for a type that ONNX Runtime's Java API cannot make. */
  static OnnxJavaType java(int elementType) {
    return switch (elementType) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case 2 -> OnnxJavaType.UINT8;
      case 3 -> OnnxJavaType.INT8;
      case 5 -> OnnxJavaType.INT16;
      case 6 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case BOOL -> OnnxJavaType.BOOL;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      default -> null;
    };
  }

  /** By the word of a sample; 0 for one that no sample has. */
  static int named(String word) {
    return switch (word) {
      case "float32" -> FLOAT;
      case "uint8" -> 2;
      case "int8" -> 3;
      case "uint16" -> 4;
      case "int16" -> 5;
      case "int32" -> 6;
      case "int64" -> INT64;
      case "string" -> STRING;
      case "bool" -> BOOL;
      case "float16" -> FLOAT16;
      case "float64" -> DOUBLE;
      case "uint32" -> 12;
      case "uint64" -> 13;
      case "bfloat16" -> BFLOAT16;
      default -> 0;
    };
  }

  /** 0 for one that onnx.proto does not have, or ONNX Runtime's Java API does not know. */
  static int of(TensorInfo info) {
    String name = info.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
    return switch (name) {
      case "FLOAT" -> FLOAT;
      case "DOUBLE" -> DOUBLE;
      case "COMPLEX64" -> 14;
      case "COMPLEX128" -> 15;
      case "FLOAT8E4M3FN" -> 17;
      case "FLOAT8E4M3FNUZ" -> 18;
      case "FLOAT8E5M2" -> 19;
      case "FLOAT8E5M2FNUZ" -> 20;
      default -> named(name.toLowerCase(Locale.ROOT));
    };
  }
}
