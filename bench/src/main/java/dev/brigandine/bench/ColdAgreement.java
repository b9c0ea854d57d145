package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import dev.brigandine.armor.Tolerances;
import dev.brigandine.armor.engine.Answers;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.bench.StartComparison.Starts;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether the answers of cold processes agree, of which only digests are known: where these differ,
 * but are the same within each side, both sides answer once more in this process, one after the
 * other, so that they are never in memory at once.
 */
final class ColdAgreement {
  private ColdAgreement() {}

  static boolean of(Starts starts, BenchOptions options) {
    if (starts.identical()) {
      return true;
    }
    Tolerances tolerances = options.tolerances();
    if (tolerances == null || !starts.steady()) {
      return false;
    }
    try {
      Map<String, Tensor> wanted = answer(options.plain(), options);
      Map<String, Tensor> got = answer(options.sealed(), options);
      return wanted.keySet().equals(got.keySet())
          && wanted.entrySet().stream()
              .allMatch(
                  one ->
                      tolerances
                          .compare(one.getKey(), one.getValue(), got.get(one.getKey()))
                          .close());
    } catch (OrtException e) {
      throw new BrigandineException(
          ErrorCode.ENGINE, "onnx runtime refused: " + e.getMessage(), null, e);
    }
  }

  /** Of its tensors; what else a model may answer only digests can compare. */
  private static Map<String, Tensor> answer(Contender contender, BenchOptions options)
      throws OrtException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (Engine engine = contender.open(options.startThreads(), options.provider());
        InputTensors inputs = InputTensors.of(options.startInputs());
        Answer answer = engine.run(inputs.byName())) {
      for (Map.Entry<String, OnnxValue> entry : answer.values()) {
        if (entry.getValue() instanceof OnnxTensor tensor) {
          tensors.put(entry.getKey(), Answers.of(tensor));
        }
      }
    }
    return tensors;
  }
}
