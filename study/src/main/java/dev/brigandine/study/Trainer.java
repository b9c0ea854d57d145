package dev.brigandine.study;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.PrintStream;
import java.util.Map;
import java.util.Random;

/** Trains a network by Adam with a cosine schedule, and measures it. */
final class Trainer {
  private static final int EVALUATED_AT_ONCE = 500;

  private final Network network;
  private final Weights weights;
  private final NDManager manager;
  private final PrintStream talk;

  Trainer(Network network, Weights weights, NDManager manager, PrintStream talk) {
    this.talk = talk;
    this.network = network;
    this.weights = weights;
    this.manager = manager;
  }

  /**
   * Trains all trainable weights.
   *
   * @param seed of the order of the images
   */
  void train(GreyImages data, int epochs, int batch, float rate, long seed) {
    int steps = data.count() / batch;
    Optimizer adam =
        Optimizer.adam()
            .optLearningRateTracker(
                Tracker.cosine()
                    .setBaseValue(rate)
                    .optFinalValue(rate / 100)
                    .setMaxUpdates(steps * epochs)
                    .build())
            .build();
    Random random = new Random(seed);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int[] order = shuffled(data.count(), random);
      double loss = 0;
      for (int step = 0; step < steps; step++) {
        int[] chosen = java.util.Arrays.copyOfRange(order, step * batch, (step + 1) * batch);
        loss += step(data, chosen, adam);
        if (Double.isNaN(loss)) {
          throw new IllegalStateException(
              "the loss is no number at step " + step + " of epoch " + epoch);
        }
      }
      talk.printf("epoch %d: loss %.4f%n", epoch, loss / steps);
    }
  }

  /** The share of images whose highest logit is at their label. */
  double accuracy(GreyImages data) {
    int right = 0;
    for (int from = 0; from < data.count(); from += EVALUATED_AT_ONCE) {
      int[] chosen = range(from, Math.min(data.count(), from + EVALUATED_AT_ONCE));
      float[] logits = logits(data.images(chosen));
      for (int i = 0; i < chosen.length; i++) {
        if (Answers.top(logits, i) == data.labels()[chosen[i]]) {
          right++;
        }
      }
    }
    return (double) right / data.count();
  }

  /** The trained network's answers to images in 0..1, ten each. */
  float[] logits(float[] images) {
    try (NDManager step = manager.newSubManager()) {
      return network.logits(new TorchLayers(weights, false), input(step, images)).toFloatArray();
    }
  }

  static int[] range(int from, int to) {
    return java.util.stream.IntStream.range(from, to).toArray();
  }

  private double step(GreyImages data, int[] chosen, Optimizer adam) {
    try (NDManager step = manager.newSubManager()) {
      NDArray images = input(step, data.images(chosen));
      float[] wanted = new float[chosen.length * 10];
      for (int i = 0; i < chosen.length; i++) {
        wanted[10 * i + data.labels()[chosen[i]]] = -1f / chosen.length;
      }
      NDArray targets = step.create(wanted, new Shape(chosen.length, 10));
      double value;
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        NDArray logits = network.logits(new TorchLayers(weights, true), images);
        NDArray loss = logits.logSoftmax(1).mul(targets).sum();
        gradients.backward(loss);
        value = loss.getFloat();
      }
      for (Map.Entry<String, NDArray> weight : weights.all()) {
        if (weight.getValue().hasGradient()) {
          try (NDArray gradient = weight.getValue().getGradient()) {
            adam.update(weight.getKey(), weight.getValue(), gradient);
          }
        }
      }
      return value;
    }
  }

  private static NDArray input(NDManager step, float[] images) {
    return step.create(images, new Shape(images.length / GreyImages.PIXELS, 1, 28, 28));
  }

  private static int[] shuffled(int count, Random random) {
    int[] order = range(0, count);
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    return order;
  }
}
