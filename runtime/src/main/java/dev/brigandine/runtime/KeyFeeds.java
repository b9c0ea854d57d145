package dev.brigandine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.bundle.KeySpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's key tensors as ONNX Runtime takes them, for as long as the model is open; then they are
 * wiped.
 */
final class KeyFeeds implements AutoCloseable {
  private final List<KeySpec> specs;
  private final KeyDerivation derivation;
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

  KeyFeeds(List<KeySpec> specs, KeyDerivation derivation) {
    this.specs = specs;
    this.derivation = derivation;
  }

  /** Waits for the elements and makes tensors of them, which ONNX Runtime reads where they lie. */
  void make(OrtEnvironment environment) throws OrtException {
    ByteBuffer[] elements = derivation.get();
    for (int i = 0; i < elements.length; i++) {
      KeySpec spec = specs.get(i);
      tensors.put(
          spec.input(), OnnxTensor.createTensor(environment, elements[i], shape(spec), type(spec)));
    }
  }

  /** By the graph's names. */
  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  /** Whether the graphs' inputs take the tensors as they are. */
  boolean fit(Map<String, NodeInfo> inputs) {
    for (KeySpec spec : specs) {
      NodeInfo input = inputs.get(spec.input());
      if (input == null
          || !(input.getInfo() instanceof TensorInfo info)
          || info.type != type(spec)
          || !Arrays.equals(info.getShape(), shape(spec))) {
        return false;
      }
    }
    return true;
  }

  private static OnnxJavaType type(KeySpec spec) {
    return spec.kind() == KeySpec.Kind.PERMUTE ? OnnxJavaType.INT64 : OnnxJavaType.FLOAT;
  }

  private static long[] shape(KeySpec spec) {
    long[] shape = new long[spec.shape().size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = spec.shape().get(i);
    }
    return shape;
  }

  @Override
  public void close() {
    for (OnnxTensor tensor : tensors.values()) {
      tensor.close();
    }
    derivation.wipe();
  }
}
