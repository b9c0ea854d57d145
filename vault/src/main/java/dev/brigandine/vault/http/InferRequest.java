package dev.brigandine.vault.http;

import dev.brigandine.vault.model.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * What an infer request asks for.
 *
 * @param outputs those wanted, in that order; empty for all
 * @param binary whether outputs are binary data that do not say it themselves
 */
record InferRequest(
    Optional<String> id, List<Tensor> inputs, List<Wanted> outputs, boolean binary) {
  /**
   * @param binary empty if the output does not say
   */
  record Wanted(String name, Optional<Boolean> binary) {}

  List<String> outputNames() {
    return outputs.stream().map(Wanted::name).toList();
  }

  /** Whether that output goes out as binary data. */
  boolean isBinary(String output) {
    for (Wanted wanted : outputs) {
      if (wanted.name().equals(output)) {
        return wanted.binary().orElse(binary);
      }
    }
    return binary;
  }
}
