package dev.brigandine.armor.random;

import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.List;

/**
 * A graph and what it is fed.
 *
 * @param inputs one list a run
 */
public record Case(ModelGraph model, List<List<SampleTensor>> inputs) {
  /** Copies the lists. */
  public Case {
    inputs = inputs.stream().map(List::copyOf).toList();
  }
}
