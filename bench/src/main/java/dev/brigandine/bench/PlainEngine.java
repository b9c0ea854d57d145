package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.EnumSet;
import java.util.Map;

/** Plain ONNX Runtime: {@code createSession(path)}. Its one argument is the path of the model. */
final class PlainEngine extends Engine {
  private OrtSession session;

  /** The cold process. */
  public static void main(String[] args) {
    ColdStart.serve(new PlainEngine(), args);
  }

  @Override
  void open(Setup setup) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      if (setup.threads() > 0) {
        options.setIntraOpNumThreads(setup.threads());
      }
      if (!setup.provider().equals("cpu")) {
        addProvider(options, setup.provider());
      }
      session = environment.createSession(setup.arguments().get(0), options);
    }
  }

  @Override
  Answer run(Map<String, OnnxTensor> inputs) throws OrtException {
    OrtSession.Result result = session.run(inputs);
    return new Answer(result, result);
  }

  @Override
  public void close() throws OrtException {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  private static void addProvider(OrtSession.SessionOptions options, String name) {
    EnumSet<OrtProvider> available = OrtEnvironment.getAvailableProviders();
    try {
      switch (name) {
        case "cuda" -> options.addCUDA(0);
        case "tensorrt" -> options.addTensorrt(0);
        case "rocm" -> options.addROCM(0);
        case "coreml" -> options.addCoreML();
        case "directml" -> options.addDirectML(0);
        case "openvino" -> options.addOpenVINO("");
        case "dnnl" -> options.addDnnl(true);
        case "xnnpack" -> options.addXnnpack(Map.of());
        case "qnn" -> options.addQnn(Map.of());
        case "nnapi" -> options.addNnapi();
        default -> throw unavailable(name, available, null);
      }
    } catch (OrtException e) {
      throw unavailable(name, available, e);
    }
  }

  private static BrigandineException unavailable(
      String name, EnumSet<OrtProvider> available, OrtException cause) {
    return new BrigandineException(
        ErrorCode.PROVIDER_UNAVAILABLE,
        "the execution provider " + name + " is not in this build of ONNX Runtime",
        "this build has " + Machine.names(available),
        cause);
  }
}
