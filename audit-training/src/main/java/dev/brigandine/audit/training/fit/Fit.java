package dev.brigandine.audit.training.fit;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Training by Adam with a cosine schedule that ends when the time does. */
public final class Fit {
  /** Steps before the time of one is believed. */
  private static final int TRIED = 3;

  private final Learner learner;
  private final Objective objective;
  private final Recipe recipe;
  private final Pace pace;
  private final Optimizer adam;
  private double total;
  private int done;

  private Fit(Learner learner, Objective objective, Recipe recipe, Pace pace) {
    this.learner = learner;
    this.objective = objective;
    this.recipe = recipe;
    this.pace = pace;
    this.total = recipe.steps();
    this.adam = Optimizer.adam().optLearningRateTracker((weight, step) -> rate()).build();
  }

  /**
   * What came of a training.
   *
   * @param steps that were made
   * @param loss mean of the last tenth of them; no number if nothing was trained, or it diverged
   */
  public record Fitted(int steps, double loss) {}

  /**
   * Trains.
   *
   * @param seed of the order of the samples
   * @throws InterruptedException if {@code pace} says so
   */
  public static Fitted run(
      Learner learner, Objective objective, Recipe recipe, long seed, Pace pace)
      throws InterruptedException {
    return new Fit(learner, objective, recipe, pace).run(new Random(seed));
  }

  private Fitted run(Random random) throws InterruptedException {
    List<Double> losses = new ArrayList<>();
    long before = pace.left().toNanos();
    List<int[]> batches = batches(random);
    while (done < total && pace.left().toNanos() > 0) {
      if (done > 0 && done % batches.size() == 0) {
        if (learner.keepsBatches()) {
          Collections.shuffle(batches, random);
        } else {
          batches = batches(random);
        }
      }
      double loss = step(batches.get(done % batches.size()));
      if (!Double.isFinite(loss)) {
        return new Fitted(done, Double.NaN);
      }
      losses.add(loss);
      done++;
      if (done >= TRIED) {
        double each = (before - pace.left().toNanos()) / (double) done;
        total = Math.min(recipe.steps(), done + pace.left().toNanos() / Math.max(each, 1));
      }
      pace.at(Math.min(1, done / Math.max(total, 1)));
    }
    int last = Math.max(1, losses.size() / 10);
    return new Fitted(
        done,
        losses.stream()
            .skip(Math.max(0, losses.size() - last))
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN));
  }

  private float rate() {
    double share = Math.min(1, done / Math.max(total, 1));
    return (float) (recipe.rate() * (0.01 + 0.99 * (1 + Math.cos(Math.PI * share)) / 2));
  }

  private List<int[]> batches(Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, learner.count()).boxed().toList());
    Collections.shuffle(order, random);
    int size = Math.min(recipe.batch(), order.size());
    List<int[]> batches = new ArrayList<>();
    // The last few wait for the next pass: a batch of two would upset batch normalization.
    for (int from = 0; from + size <= order.size(); from += size) {
      batches.add(order.subList(from, from + size).stream().mapToInt(Integer::intValue).toArray());
    }
    return batches;
  }

  private double step(int[] samples) {
    double loss = 0;
    int size = learner.together() ? samples.length : 1;
    for (int from = 0; from < samples.length; from += size) {
      int[] some = Arrays.copyOfRange(samples, from, from + size);
      loss += backward(some, (float) size / samples.length);
    }
    for (Map.Entry<String, NDArray> weight : learner.trained().entrySet()) {
      try (NDArray gradient = weight.getValue().getGradient()) {
        adam.update(weight.getKey(), weight.getValue(), gradient);
      }
    }
    learner.forgetGradients();
    return loss;
  }

  private double backward(int[] samples, float share) {
    try (NDManager step = learner.newStep();
        GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray answers = learner.answer(step, samples, recipe.statistics());
      NDArray loss = objective.loss(step, answers, samples);
      if (share != 1) {
        loss = loss.mul(step.full(new Shape(), share));
      }
      gradients.backward(loss);
      return loss.getFloat();
    }
  }
}
