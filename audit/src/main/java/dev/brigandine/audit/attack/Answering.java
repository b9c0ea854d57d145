package dev.brigandine.audit.attack;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.SampleTensor;
import java.util.List;
import java.util.Map;

/** Something that answers as the original does: by the original's names of inputs and outputs. */
public interface Answering extends AutoCloseable {
  /**
   * The answers to one run.
   *
   * @param inputs all of the original's
   * @return by the original's output names
   * @throws Exception if it can't be run so
   */
  Map<String, Tensor> answer(List<SampleTensor> inputs) throws Exception;

  @Override
  default void close() {}
}
