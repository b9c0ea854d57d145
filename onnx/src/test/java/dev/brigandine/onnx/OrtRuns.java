package dev.brigandine.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs models by ONNX Runtime, whole and as skeletons, and gives the answers as raw bytes. */
final class OrtRuns {
  private OrtRuns() {}

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  static Map<String, byte[]> whole(Path model, List<SampleTensor> inputs) throws OrtException {
    try (OrtSession.SessionOptions options = options();
        OrtSession session = environment().createSession(model.toString(), options)) {
      return run(session, inputs);
    }
  }

  static Map<String, byte[]> skeleton(Skeleton skeleton, List<SampleTensor> inputs)
      throws OrtException, IOException {
    Map<String, OnnxTensorLike> weights = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = options()) {
      for (Weight weight : skeleton.weights()) {
        weights.put(
            weight.name(), tensor(bytes(weight), weight.shape(), javaType(weight.elementType())));
      }
      options.addExternalInitializers(weights);
      byte[] graph = skeleton.graph();
      ByteBuffer direct = ByteBuffer.allocateDirect(graph.length).put(graph).flip();
      try (OrtSession session = environment().createSession(direct, options)) {
        return run(session, inputs);
      }
    } finally {
      weights.values().forEach(tensor -> ((OnnxTensor) tensor).close());
    }
  }

  static ByteBuffer bytes(Weight weight) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) weight.byteLength());
    weight.writeTo(into(bytes));
    if (bytes.hasRemaining()) {
      throw new IOException(weight + " wrote too little");
    }
    return bytes.flip();
  }

  static WritableByteChannel into(ByteBuffer target) {
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer source) {
        int length = source.remaining();
        target.put(source);
        return length;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    return options;
  }

  static Map<String, byte[]> run(OrtSession session, List<SampleTensor> inputs)
      throws OrtException {
    Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
    try {
      for (SampleTensor input : inputs) {
        feeds.put(
            input.name(),
            input.type().equals("string")
                ? OnnxTensor.createTensor(
                    environment(), input.strings().toArray(String[]::new), input.shape())
                : tensor(input.data(), input.shape(), javaType(input.type())));
      }
      Map<String, byte[]> answers = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(feeds)) {
        for (Map.Entry<String, OnnxValue> entry : result) {
          answers.put(entry.getKey(), answer((OnnxTensor) entry.getValue()));
        }
      }
      return answers;
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  private static byte[] answer(OnnxTensor tensor) throws OrtException {
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

  static OnnxTensor tensor(ByteBuffer data, long[] shape, OnnxJavaType type) throws OrtException {
    ByteBuffer direct = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.nativeOrder());
    direct.put(data.duplicate()).flip();
    return OnnxTensor.createTensor(environment(), direct, shape, type);
  }

  static OnnxJavaType javaType(int type) {
    return javaType(ElementType.of(type).orElseThrow().text);
  }

  private static OnnxJavaType javaType(String type) {
    return switch (type) {
      case "float32" -> OnnxJavaType.FLOAT;
      case "float64" -> OnnxJavaType.DOUBLE;
      default -> OnnxJavaType.valueOf(type.toUpperCase(Locale.ROOT));
    };
  }
}
