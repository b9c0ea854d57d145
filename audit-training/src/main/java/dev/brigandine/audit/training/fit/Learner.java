package dev.brigandine.audit.training.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** A network with the samples that it learns from. */
public interface Learner {
  /** Leaves that the optimizer changes in place, by name. */
  Map<String, NDArray> trained();

  /** How many samples. */
  int count();

  /** Whether several samples go to one run. */
  boolean together();

  /** Whether the same samples should meet in a batch each time, which then cost less. */
  boolean keepsBatches();

  /** A memory for one step, to be closed after it. */
  NDManager newStep();

  /**
   * Answers, one row or more a sample along the first axis.
   *
   * @param step of what is computed
   */
  NDArray answer(NDManager step, int[] samples, boolean training);

  /** PyTorch adds the gradients of a step to those before, unless they are forgotten. */
  void forgetGradients();
}
