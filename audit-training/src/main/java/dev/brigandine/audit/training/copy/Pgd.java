package dev.brigandine.audit.training.copy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.brigandine.audit.training.torch.TorchGraph;
import java.util.Random;

/**
 * Projected gradient descent within an L∞ ball (Madry et al. 2018), against the class that the
 * victim gives. The loss is the margin between that class's score and the next best, which has a
 * slope even where the network is sure (Carlini and Wagner 2017).
 *
 * @param bound how far a value may move
 * @param low the least a value may be
 * @param high the greatest
 */
record Pgd(float bound, float low, float high, int steps) {
  /**
   * Inputs moved so that {@code graph} answers otherwise.
   *
   * @param input name of the graph's only input
   * @param values of several samples, one after the other
   * @param shape of them all
   * @param classes what the victim answers to each
   * @return as {@code values}
   */
  float[] against(
      TorchGraph graph,
      String input,
      String output,
      float[] values,
      long[] shape,
      int[] classes,
      long seed) {
    float[] moved = values.clone();
    Random random = new Random(seed);
    for (int i = 0; i < moved.length; i++) {
      moved[i] = inside(values[i] + bound * (2 * random.nextFloat() - 1), values[i]);
    }
    float each = 2.5f * bound / steps;
    for (int step = 0; step < steps; step++) {
      float[] slopes = slopes(graph, input, output, moved, shape, classes);
      for (int i = 0; i < moved.length; i++) {
        moved[i] = inside(moved[i] + each * Math.signum(slopes[i]), values[i]);
      }
    }
    return moved;
  }

  private float inside(float moved, float from) {
    float near = Math.max(from - bound, Math.min(from + bound, moved));
    return Math.max(low, Math.min(high, near));
  }

  private static float[] slopes(
      TorchGraph graph, String input, String output, float[] values, long[] shape, int[] classes) {
    try (NDManager step = graph.newStep();
        GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray leaf = step.create(values, new Shape(shape));
      leaf.setRequiresGradient(true);
      NDArray scores =
          graph.answer(step, java.util.Map.of(input, leaf), output).reshape(classes.length, -1);
      int width = (int) scores.getShape().get(1);
      float[] own = new float[classes.length * width];
      float[] others = new float[own.length];
      for (int i = 0; i < classes.length; i++) {
        own[i * width + classes[i]] = 1;
        others[i * width + classes[i]] = -1e6f;
      }
      NDArray kept = scores.mul(step.create(own, scores.getShape())).sum();
      NDArray next = scores.add(step.create(others, scores.getShape())).max(new int[] {1}).sum();
      gradients.backward(next.sub(kept));
      return leaf.getGradient().toFloatArray();
    }
  }
}
