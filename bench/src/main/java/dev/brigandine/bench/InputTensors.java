package dev.brigandine.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Inputs as ONNX Runtime tensors, made the same way for both sides. */
final class InputTensors implements AutoCloseable {
  private final Map<String, OnnxTensor> tensors = new HashMap<>();

  private InputTensors() {}

  /** Loads ONNX Runtime if nothing has yet: open the engine first. */
  static InputTensors of(List<BenchInput> inputs) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    InputTensors made = new InputTensors();
    boolean done = false;
    try {
      for (BenchInput input : inputs) {
        made.tensors.put(input.name(), tensor(environment, input));
      }
      done = true;
      return made;
    } finally {
      if (!done) {
        made.close();
      }
    }
  }

  Map<String, OnnxTensor> byName() {
    return tensors;
  }

  @Override
  public void close() {
    for (OnnxTensor tensor : tensors.values()) {
      tensor.close();
    }
    tensors.clear();
  }

  private static OnnxTensor tensor(OrtEnvironment environment, BenchInput input)
      throws OrtException {
    long[] shape = new long[input.shape().size()];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = input.shape().get(axis);
    }
    if (input.strings() != null) {
      return OnnxTensor.createTensor(environment, input.strings().toArray(new String[0]), shape);
    }
    ByteBuffer data = input.data().duplicate().rewind().order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(environment, data, shape, type(input));
  }

  private static OnnxJavaType type(BenchInput input) {
    return switch (input.type()) {
      case "float32" -> OnnxJavaType.FLOAT;
      case "float64" -> OnnxJavaType.DOUBLE;
      case "float16" -> OnnxJavaType.FLOAT16;
      case "bfloat16" -> OnnxJavaType.BFLOAT16;
      case "int8" -> OnnxJavaType.INT8;
      case "uint8" -> OnnxJavaType.UINT8;
      case "int16" -> OnnxJavaType.INT16;
      case "int32" -> OnnxJavaType.INT32;
      case "int64" -> OnnxJavaType.INT64;
      case "bool" -> OnnxJavaType.BOOL;
      default ->
          throw new BrigandineException(
              ErrorCode.BAD_INPUT,
              "input "
                  + input.name()
                  + " has the type "
                  + input.type()
                  + ", which Java cannot feed",
              "the Java API of ONNX Runtime takes float32, float64, float16, bfloat16, int8, uint8,"
                  + " int16, int32, int64, bool and string");
    };
  }
}
