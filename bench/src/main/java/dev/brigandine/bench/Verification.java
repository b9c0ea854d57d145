package dev.brigandine.bench;

import ai.onnxruntime.OrtException;
import dev.brigandine.armor.Tolerances;
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
   * @param tolerances what the answers of an armored model may differ by; null for a sealed one,
   *     whose answers must be the same to the bit
   * @param samples read once, one at a time
   * @throws BrigandineException if a side fails to open or run, with that side's code; {@link
   *     ErrorCode#ENGINE} if plain ONNX Runtime refuses
   */
  public static VerifyReport run(
      Contender plain,
      Contender sealed,
      int threads,
      String provider,
      Tolerances tolerances,
      Iterable<List<BenchInput>> samples) {
    try (Engine one = plain.open(threads, provider);
        Engine other = sealed.open(threads, provider)) {
      Map<String, OutputDifference> worst = new LinkedHashMap<>();
      int count = 0;
      int differing = 0;
      for (List<BenchInput> sample : samples) {
        count++;
        if (!compare(one, other, sample, tolerances, worst)) {
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
      Engine plain,
      Engine sealed,
      List<BenchInput> sample,
      Tolerances tolerances,
      Map<String, OutputDifference> worst)
      throws OrtException {
    try (InputTensors tensors = InputTensors.of(sample);
        Answer wanted = plain.run(tensors.byName());
        Answer got = sealed.run(tensors.byName())) {
      boolean agree = true;
      for (OutputDifference difference : AnswerComparison.of(wanted, got, tolerances)) {
        agree &= difference.agrees();
        worst.merge(difference.name(), difference, OutputDifference::and);
      }
      return agree;
    }
  }
}
