package dev.brigandine.bench;

import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a sealed model answers as plain ONNX Runtime does, output by output. It says so for the
 * samples it was given, on this machine and provider; no more.
 */
public final class Verification {
  private Verification() {}

  /**
   * Opens both sides and runs them with every sample.
   *
   * @param threads intra-op threads, or 0 for ONNX Runtime's own choice
   * @param provider execution provider of both sides
   * @param samples read once, one at a time
   * @throws BrigandineException if a side fails to open or run, with that side's code; {@link
   *     ErrorCode#ENGINE} if plain ONNX Runtime refuses
   */
  public static VerifyReport run(
      Contender plain,
      Contender sealed,
      int threads,
      String provider,
      Iterable<List<BenchInput>> samples) {
    try (Engine one = plain.open(threads, provider);
        Engine other = sealed.open(threads, provider)) {
      Map<String, OutputDifference> worst = new LinkedHashMap<>();
      int count = 0;
      int differing = 0;
      for (List<BenchInput> sample : samples) {
        count++;
        if (!compare(one, other, sample, worst)) {
          differing++;
        }
      }
      return new VerifyReport(count, differing, new ArrayList<>(worst.values()));
    } catch (OrtException e) {
      throw new BrigandineException(
          ErrorCode.ENGINE, "onnx runtime refused: " + e.getMessage(), null, e);
    }
  }

  private static boolean compare(
      Engine plain, Engine sealed, List<BenchInput> sample, Map<String, OutputDifference> worst)
      throws OrtException {
    try (InputTensors tensors = InputTensors.of(sample);
        Answer wanted = plain.run(tensors.byName());
        Answer got = sealed.run(tensors.byName())) {
      Map<String, OnnxValue> found = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : got.values()) {
        found.put(entry.getKey(), entry.getValue());
      }
      boolean identical = true;
      for (Map.Entry<String, OnnxValue> entry : wanted.values()) {
        String name = entry.getKey();
        OnnxValue mine = found.remove(name);
        OutputDifference difference =
            mine == null
                ? OutputDifference.incomparable(name, "missing")
                : ValueComparison.of(name, entry.getValue(), mine);
        identical &= difference.identical();
        worst.merge(name, difference, OutputDifference::and);
      }
      for (String name : found.keySet()) {
        identical = false;
        worst.put(name, OutputDifference.incomparable(name, "not in the plain model"));
      }
      return identical;
    }
  }
}
