package dev.brigandine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Map;
import java.util.Set;

/**
 * What runs a model: one session of ONNX Runtime, several in a row, or a vault. Safe for concurrent
 * runs.
 */
interface Engine extends AutoCloseable {
  /** In the model's order. */
  Map<String, NodeInfo> inputs();

  /** In the model's order. */
  Map<String, NodeInfo> outputs();

  OnnxModelMetadata metadata() throws OrtException;

  /**
   * @param requested names of outputs, in the order wanted
   * @param pinned outputs to write into, all of them in {@code requested}'s stead or besides
   * @param options or null
   */
  ProtectedModel.Result run(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requested,
      Map<String, ? extends OnnxValue> pinned,
      OrtSession.RunOptions options)
      throws OrtException;

  /** As {@link #run}, with options that an engine elsewhere needs whole. */
  default ProtectedModel.Result runWith(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requested,
      Map<String, ? extends OnnxValue> pinned,
      RunOptions options)
      throws OrtException {
    return run(inputs, requested, pinned, options == null ? null : options.unwrap());
  }

  @Override
  void close() throws OrtException;

  /**
   * A failure of ONNX Runtime without ONNX Runtime's text, which names nodes and weights of the
   * model, and without the exception itself as a cause for the same reason.
   */
  static BrigandineException failure(String doing, OrtException e) {
    return new BrigandineException(
        ErrorCode.ENGINE,
        "ONNX Runtime failed while " + doing + " (" + e.getCode() + ")",
        "its own message is held back, since it names parts of the model;"
            + " run the original model with plain ONNX Runtime to read it");
  }
}
