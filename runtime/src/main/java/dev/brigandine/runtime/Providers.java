package dev.brigandine.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;

/** Execution providers by name, each enabled with its defaults or refused with a clear error. */
enum Providers {
  CPU(OrtProvider.CPU, o -> o.addCPU(true)),
  CUDA(OrtProvider.CUDA, o -> o.addCUDA(0)),
  TENSORRT(OrtProvider.TENSOR_RT, o -> o.addTensorrt(0)),
  ROCM(OrtProvider.ROCM, o -> o.addROCM(0)),
  DNNL(OrtProvider.DNNL, o -> o.addDnnl(true)),
  OPENVINO(OrtProvider.OPEN_VINO, o -> o.addOpenVINO("CPU")),
  DIRECTML(OrtProvider.DIRECT_ML, o -> o.addDirectML(0)),
  NNAPI(OrtProvider.NNAPI, OrtSession.SessionOptions::addNnapi),
  XNNPACK(OrtProvider.XNNPACK, o -> o.addXnnpack(Map.of())),
  QNN(OrtProvider.QNN, o -> o.addQnn(Map.of())),
  WEBGPU(OrtProvider.WEBGPU, o -> o.addWebGPU(Map.of())),
  ACL(OrtProvider.ACL, o -> o.addACL(true));

  /** A call of ONNX Runtime that turns a provider on. */
  interface Enabling {
    void run() throws OrtException;
  }

  private interface Adder {
    void add(OrtSession.SessionOptions options) throws OrtException;
  }

  private final OrtProvider provider;
  private final Adder adder;

  Providers(OrtProvider provider, Adder adder) {
    this.provider = provider;
    this.adder = adder;
  }

  static Providers byName(String name) {
    if (name.equalsIgnoreCase("coreml")) {
      throw Leaks.coreMl();
    }
    for (Providers each : values()) {
      if (each.name().equals(name.toUpperCase(Locale.ROOT))) {
        return each;
      }
    }
    throw new BrigandineException(
        ErrorCode.USAGE,
        "there is no execution provider '" + name + "'",
        "known are " + Arrays.toString(values()).toLowerCase(Locale.ROOT));
  }

  void enable(OrtSession.SessionOptions options) throws OrtException {
    if (this != CPU) {
      enable(provider, () -> adder.add(options));
    }
  }

  /**
   * Runs {@code enabling}, or says that this build lacks the provider or that it does not start.
   */
  static void enable(OrtProvider provider, Enabling enabling) {
    EnumSet<OrtProvider> available = OrtEnvironment.getAvailableProviders();
    if (!available.contains(provider)) {
      throw new BrigandineException(
          ErrorCode.PROVIDER_UNAVAILABLE,
          "this build of ONNX Runtime has no execution provider " + provider.getName(),
          "it has "
              + available
              + "; put another build of onnxruntime on the class path, or use cpu");
    }
    try {
      enabling.run();
    } catch (OrtException e) {
      throw new BrigandineException(
          ErrorCode.PROVIDER_UNAVAILABLE,
          "execution provider " + provider.getName() + " does not start on this machine",
          "ONNX Runtime says: " + e.getMessage());
    }
  }
}
