package dev.brigandine.protect;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.runtime.ProtectedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Sample inputs as ONNX Runtime's tensors, and answers as bytes. */
final class Tensors {
  private Tensors() {}

  static Map<String, OnnxTensor> samples(Path model, long seed) throws IOException, OrtException {
    Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
    for (SampleTensor input : SampleInputs.of(OnnxModel.read(model)).draw(seed)) {
      feeds.put(input.name(), tensor(input));
    }
    return feeds;
  }

  static void close(Map<String, OnnxTensor> feeds) {
    feeds.values().forEach(OnnxTensor::close);
  }

  static Map<String, byte[]> plain(Path model, Map<String, OnnxTensor> feeds) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      try (OrtSession session =
              OrtEnvironment.getEnvironment().createSession(model.toString(), options);
          OrtSession.Result result = session.run(feeds)) {
        return answers(result);
      }
    }
  }

  static Map<String, byte[]> run(ProtectedModel model, Map<String, OnnxTensor> feeds)
      throws OrtException {
    try (ProtectedModel.Result result = model.run(feeds)) {
      return answers(result);
    }
  }

  static Map<String, byte[]> run(
      ProtectedModel model, Map<String, OnnxTensor> feeds, Set<String> outputs)
      throws OrtException {
    try (ProtectedModel.Result result = model.run(feeds, outputs)) {
      return answers(result);
    }
  }

  static Map<String, byte[]> answers(Iterable<Map.Entry<String, OnnxValue>> result)
      throws OrtException {
    Map<String, byte[]> answers = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> entry : result) {
      answers.put(entry.getKey(), bytes((OnnxTensor) entry.getValue()));
    }
    return answers;
  }

  /** Shape and elements. */
  static byte[] bytes(OnnxTensor tensor) throws OrtException {
    TensorInfo info = tensor.getInfo();
    ByteBuffer data =
        info.type == OnnxJavaType.STRING
            ? ByteBuffer.wrap(Arrays.deepToString((Object[]) tensor.getValue()).getBytes(UTF_8))
            : tensor.getByteBuffer();
    byte[] shape = Arrays.toString(info.getShape()).getBytes(UTF_8);
    byte[] all = Arrays.copyOf(shape, shape.length + data.remaining());
    data.get(all, shape.length, data.remaining());
    return all;
  }

  static OnnxTensor floats(float[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), java.nio.FloatBuffer.wrap(values), shape);
  }

  private static OnnxTensor tensor(SampleTensor input) throws OrtException {
    OrtEnvironment env = OrtEnvironment.getEnvironment();
    List<String> strings = input.strings();
    if (input.type().equals("string")) {
      return OnnxTensor.createTensor(env, strings.toArray(String[]::new), input.shape());
    }
    ByteBuffer data = input.data();
    ByteBuffer direct = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.nativeOrder());
    direct.put(data).flip();
    return OnnxTensor.createTensor(env, direct, input.shape(), type(input.type()));
  }

  private static OnnxJavaType type(String type) {
    return switch (type) {
      case "float32" -> OnnxJavaType.FLOAT;
      case "float64" -> OnnxJavaType.DOUBLE;
      default -> OnnxJavaType.valueOf(type.toUpperCase(Locale.ROOT));
    };
  }
}
