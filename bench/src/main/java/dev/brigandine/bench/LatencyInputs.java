package dev.brigandine.bench;

import java.util.List;
import java.util.Objects;

/**
 * One set of inputs to take latencies with.
 *
 * @param label what people call it: {@code 16 tokens}
 * @param inputs the tensors
 */
public record LatencyInputs(String label, List<BenchInput> inputs) {
  /** Copies {@code inputs}. */
  public LatencyInputs {
    Objects.requireNonNull(label, "label");
    inputs = List.copyOf(inputs);
  }
}
