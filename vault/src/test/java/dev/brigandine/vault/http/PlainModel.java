package dev.brigandine.vault.http;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An ONNX model as it is, behind the front: what a protected one has to answer too. */
final class PlainModel implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  final FakeModel served;

  PlainModel(String name, byte[] onnx, List<TensorSpec> inputs, List<TensorSpec> outputs)
      throws OrtException {
    session = environment.createSession(onnx);
    served = new FakeModel(name, inputs, outputs, request -> run(request.inputs()));
  }

  private List<Tensor> run(List<Tensor> inputs) {
    Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
    try {
      for (Tensor input : inputs) {
        feeds.put(
            input.name(),
            OnnxTensor.createTensor(
                environment,
                input.data().duplicate().order(java.nio.ByteOrder.nativeOrder()),
                input.shape(),
                input.type().ort()));
      }
      try (OrtSession.Result result = session.run(feeds)) {
        List<Tensor> outputs = new ArrayList<>();
        for (String name : session.getOutputNames()) {
          OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
          ByteBuffer data = tensor.getByteBuffer();
          outputs.add(new Tensor(name, ElementType.FP32, tensor.getInfo().getShape(), data));
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
