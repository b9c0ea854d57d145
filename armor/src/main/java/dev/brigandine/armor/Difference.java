package dev.brigandine.armor;

import dev.brigandine.onnx.OnnxException;

/**
 * How a rewritten model answers otherwise.
 *
 * @param what where, and by how much
 * @param relative to the answer's scale; infinite if it is no matter of size
 */
record Difference(String what, double relative) {
  /** What roundings add up to in models that bear none; a wrong rewrite does not stay below. */
  private static final double ROUNDING = 1e-2;

  /** Whether it may come of rounding alone. */
  boolean isRounding() {
    return relative < ROUNDING;
  }

  OnnxException refusal() {
    return new OnnxException(
        "not-equivalent",
        "the rewritten model does not answer as the original does: " + what,
        "protect it with --armor none, and report the model's operators");
  }
}
