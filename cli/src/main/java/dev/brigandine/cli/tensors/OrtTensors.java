package dev.brigandine.cli.tensors;

import static dev.brigandine.cli.tensors.BadTensors.bad;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Between {@link Tensor} and ONNX Runtime's own tensors. */
public final class OrtTensors {
  private OrtTensors() {}

  /**
   * A tensor that ONNX Runtime takes. It reads {@code tensor}'s buffer in place, so that one must
   * stay unchanged until the result is closed.
   *
   * @throws BrigandineException BAD_INPUT for uint16, uint32 and uint64, which the Java interface
   *     of ONNX Runtime can not make; ENGINE if ONNX Runtime refuses
   */
  public static OnnxTensor toOrt(OrtEnvironment environment, Tensor tensor) {
    try {
      if (tensor.type() == ElementType.STRING) {
        return OnnxTensor.createTensor(
            environment, tensor.strings().toArray(String[]::new), tensor.shape());
      }
      OnnxJavaType type =
          switch (tensor.type()) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            default ->
                throw bad(
                    "input "
                        + tensor.name()
                        + " is "
                        + tensor.type().id()
                        + ", which ONNX Runtime's Java interface can not pass");
          };
      ByteBuffer data = tensor.data().order(ByteOrder.nativeOrder());
      return OnnxTensor.createTensor(environment, data, tensor.shape(), type);
    } catch (OrtException e) {
      throw engine("input " + tensor.name(), e);
    }
  }

  /**
   * A copy of what a model gave out, under {@code name}.
   *
   * @throws BrigandineException BAD_INPUT for sequences, maps, sparse tensors and float8, which
   *     files can not hold; ENGINE if ONNX Runtime fails
   */
  public static Tensor fromOrt(String name, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      throw bad("output " + name + " is no dense tensor, which files can not hold");
    }
    TensorInfo info = tensor.getInfo();
    long[] shape = info.getShape();
    ElementType type = type(name, info.onnxType);
    if (type == ElementType.STRING) {
      try {
        List<String> strings = new ArrayList<>();
        flatten(tensor.getValue(), strings);
        return Tensor.ofStrings(name, shape, strings);
      } catch (OrtException e) {
        throw engine("output " + name, e);
      }
    }
    ByteBuffer source = tensor.getByteBuffer();
    ByteBuffer copy = ByteBuffer.allocateDirect(source == null ? 0 : source.remaining());
    if (source != null) {
      copy.put(source).flip();
    }
    return Tensor.of(name, type, shape, copy);
  }

  private static void flatten(Object value, List<String> strings) {
    if (value instanceof Object[] row) {
      for (Object part : row) {
        flatten(part, strings);
      }
    } else {
      strings.add((String) value);
    }
  }

  private static ElementType type(String name, OnnxTensorType type) {
    return switch (type) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> ElementType.FLOAT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> ElementType.FLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> ElementType.BFLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> ElementType.FLOAT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> ElementType.INT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> ElementType.INT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> ElementType.INT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> ElementType.INT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> ElementType.UINT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> ElementType.UINT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> ElementType.UINT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> ElementType.UINT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> ElementType.BOOL;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> ElementType.STRING;
      default -> throw bad("output " + name + " has elements that files can not hold");
    };
  }

  private static BrigandineException engine(String what, OrtException e) {
    return new BrigandineException(ErrorCode.ENGINE, "onnx runtime refused " + what, null, e);
  }
}
