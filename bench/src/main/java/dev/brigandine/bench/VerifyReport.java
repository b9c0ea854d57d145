package dev.brigandine.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link Verification} found.
 *
 * @param samples how many inputs both sides were run with
 * @param differing in how many of them some output did not agree
 * @param outputs one entry per output of the plain model, in its order
 */
public record VerifyReport(int samples, int differing, List<OutputDifference> outputs) {
  /** Copies {@code outputs}. */
  public VerifyReport {
    outputs = List.copyOf(outputs);
  }

  /** Whether every output was bit-identical in every sample. */
  public boolean identical() {
    return outputs.stream().allMatch(OutputDifference::identical);
  }

  /** Whether every output agreed in every sample; see {@link OutputDifference#agrees}. */
  public boolean agrees() {
    return differing == 0;
  }

  /** Worst relative error over all outputs; see {@link OutputDifference#relative}. */
  public double worstRelative() {
    return outputs.stream().mapToDouble(OutputDifference::relative).max().orElse(0);
  }

  /** Maps, lists, strings, numbers and booleans in a fixed order, ready for any JSON writer. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("identical", identical());
    json.put("agrees", agrees());
    json.put("samples", samples);
    json.put("differing", differing);
    json.put("outputs", outputs.stream().map(OutputDifference::toJson).toList());
    return json;
  }
}
