package dev.brigandine.audit.license;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One item's inputs, to run a model once. */
final class Feeds implements AutoCloseable {
  private static final Map<String, OnnxJavaType> TYPES =
      Map.of(
          "float32", OnnxJavaType.FLOAT,
          "float64", OnnxJavaType.DOUBLE,
          "float16", OnnxJavaType.FLOAT16,
          "bfloat16", OnnxJavaType.BFLOAT16,
          "int8", OnnxJavaType.INT8,
          "int16", OnnxJavaType.INT16,
          "int32", OnnxJavaType.INT32,
          "int64", OnnxJavaType.INT64,
          "uint8", OnnxJavaType.UINT8,
          "bool", OnnxJavaType.BOOL);

  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

  Feeds(List<SampleTensor> item) throws OrtException {
    boolean done = false;
    try {
      for (SampleTensor input : item) {
        tensors.put(input.name(), tensor(input));
      }
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private static OnnxTensor tensor(SampleTensor input) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    if (input.type().equals("string")) {
      String[] strings = input.strings().toArray(new String[0]);
      return OnnxTensor.createTensor(environment, strings, input.shape());
    }
    OnnxJavaType type = TYPES.get(input.type());
    if (type == null) {
      throw new IllegalStateException("an input of type " + input.type() + " cannot be fed");
    }
    ByteBuffer data = input.data();
    ByteBuffer direct = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(environment, direct.put(data).flip(), input.shape(), type);
  }

  void run(ProtectedModel model) {
    model.run(tensors).close();
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
    tensors.clear();
  }
}
