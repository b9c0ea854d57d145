package dev.brigandine.audit.training.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** What answers are to be like. */
public interface Objective {
  /**
   * The mean loss over samples; a scalar.
   *
   * @param step of what is computed
   * @param answers to {@code samples}, in their order
   */
  NDArray loss(NDManager step, NDArray answers, int[] samples);
}
