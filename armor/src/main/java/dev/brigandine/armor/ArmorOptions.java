package dev.brigandine.armor;

import dev.brigandine.onnx.SampleTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How a model is to be rewritten.
 *
 * @param level how far
 * @param budget what the locks may cost, as a share of the model's own run time; 0.03 is 3%
 * @param seed 32 secret bytes: the same ones, model and options make the same rewrite
 * @param samples inputs to try the model with, one list a run, in the model's own names; none, to
 *     have some drawn
 */
public record ArmorOptions(
    ArmorLevel level, double budget, byte[] seed, List<List<SampleTensor>> samples) {
  /** What the locks may cost unless one says otherwise. */
  public static final double DEFAULT_BUDGET = 0.03;

  /**
   * Copies the samples; not the seed.
   *
   * @throws IllegalArgumentException for a budget outside 0 to 10 or a seed that is not 32 bytes
   */
  public ArmorOptions {
    Objects.requireNonNull(level, "level");
    if (!(budget >= 0 && budget <= 10)) {
      throw new IllegalArgumentException("the budget must be 0 to 10, not " + budget);
    }
    if (seed.length != 32) {
      throw new IllegalArgumentException("the seed must have 32 bytes, not " + seed.length);
    }
    samples = samples.stream().map(List::copyOf).toList();
  }

  /** The seed counts, too. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ArmorOptions that
        && level == that.level
        && budget == that.budget
        && Arrays.equals(seed, that.seed)
        && samples.equals(that.samples);
  }

  @Override
  public int hashCode() {
    return Objects.hash(level, budget, samples);
  }

  /** Without the seed. */
  @Override
  public String toString() {
    return "ArmorOptions[" + level + ", budget " + budget + ", " + samples.size() + " samples]";
  }
}
