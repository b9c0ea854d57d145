package dev.brigandine.audit.attack;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How good answers are, on the test samples.
 *
 * @param accuracy by the labels, from 0 to 1; empty without labels
 * @param agreement with the original, from 0 to 1: the share of samples given the same class; of
 *     models that answer vectors, the share whose nearest other sample is the same
 * @param closeness mean cosine between the answers and the original's, from -1 to 1
 * @param divergence mean Kullback-Leibler divergence of the answers from the original's, in nats;
 *     empty where answers are no classes
 */
public record Score(
    OptionalDouble accuracy, double agreement, double closeness, OptionalDouble divergence) {
  /** The accuracy; without labels, the agreement. */
  public double main() {
    return accuracy.orElse(agreement);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%sagreement %.3f, closeness %.3f",
        accuracy.isPresent()
            ? String.format(Locale.ROOT, "accuracy %.3f, ", accuracy.getAsDouble())
            : "",
        agreement,
        closeness);
  }
}
