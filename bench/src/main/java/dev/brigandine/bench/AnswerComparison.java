package dev.brigandine.bench;

import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import dev.brigandine.armor.Tolerances;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two answers to one question, output by output. */
final class AnswerComparison {
  private AnswerComparison() {}

  /**
   * One entry per output of the plain model, in its order; then those that only the sealed one has.
   *
   * @param tolerances what the sealed model's answers may differ by, or null if by nothing
   */
  static List<OutputDifference> of(Answer plain, Answer sealed, Tolerances tolerances)
      throws OrtException {
    Map<String, OnnxValue> found = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> entry : sealed.values()) {
      found.put(entry.getKey(), entry.getValue());
    }
    List<OutputDifference> differences = new ArrayList<>();
    for (Map.Entry<String, OnnxValue> entry : plain.values()) {
      String name = entry.getKey();
      OnnxValue mine = found.remove(name);
      differences.add(
          mine == null
              ? OutputDifference.incomparable(name, "missing")
              : ValueComparison.of(name, entry.getValue(), mine, tolerances));
    }
    for (String name : found.keySet()) {
      differences.add(OutputDifference.incomparable(name, "not in the plain model"));
    }
    return differences;
  }
}
