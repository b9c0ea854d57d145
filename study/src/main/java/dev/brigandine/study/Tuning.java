package dev.brigandine.study;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Predicate;

/** Trains a network from given weights, in a memory of its own, and measures it. */
final class Tuning {
  private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());

  private final Network network;
  private final GreyImages test;
  private final long seed;

  Tuning(Network network, GreyImages test, long seed) {
    this.network = network;
    this.test = test;
    this.seed = seed;
  }

  /**
   * A trained network.
   *
   * @param weights by name
   * @param accuracy on the test images
   */
  record Tuned(Map<String, float[]> weights, double accuracy) {}

  /**
   * How to train.
   *
   * @param epochs passes over the data; none to measure only
   * @param batch images a step
   * @param rate Adam's, at first
   */
  record Recipe(int epochs, int batch, float rate) {}

  /** From random weights. */
  Tuned scratch(GreyImages data, Recipe recipe) {
    return tuned(null, name -> false, data, recipe);
  }

  /** From given weights, all of which but the frozen are trained. */
  Tuned from(Map<String, float[]> start, Predicate<String> frozen, GreyImages data, Recipe recipe) {
    return tuned(start, frozen, data, recipe);
  }

  /** The accuracy as they are. */
  double accuracy(Map<String, float[]> weights) {
    return tuned(weights, name -> false, test, new Recipe(0, 1, 0)).accuracy();
  }

  private Tuned tuned(
      Map<String, float[]> start, Predicate<String> frozen, GreyImages data, Recipe recipe) {
    Engine.getInstance().setRandomSeed((int) seed);
    try (NDManager manager = NDManager.newBaseManager()) {
      Weights weights = new Weights(manager, seed);
      Trainer trainer = new Trainer(network, weights, manager, SILENT);
      trainer.logits(new float[GreyImages.PIXELS]);
      if (start != null) {
        weights.load(start, frozen);
      }
      if (recipe.epochs() > 0) {
        trainer.train(data, recipe.epochs(), recipe.batch(), recipe.rate(), seed);
      }
      return new Tuned(weights.copy(), trainer.accuracy(test));
    }
  }
}
