package dev.brigandine.audit.training.query;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Draws pictures from noise, and learns to draw those that it is told would pay. */
final class Generator implements AutoCloseable {
  private static final int NOISE = 64;
  private static final int WIDE = 64;

  private final int[] seen;
  private final Random random;
  private final NDManager manager;
  private final SequentialBlock block;
  private final ParameterStore store;

  Generator(int[] seen, long seed) {
    this.seen = seen;
    random = new Random(seed);
    Engine.getInstance().setRandomSeed((int) seed);
    manager = NDManager.newBaseManager();
    block = network();
    block.setInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, NOISE));
    for (Parameter parameter : block.getParameters().values()) {
      parameter.getArray().setRequiresGradient(parameter.requiresGradient());
    }
    store = new ParameterStore(manager, false);
  }

  /** Whether pictures of this size can be drawn. */
  static boolean fits(int[] seen) {
    return seen.length == 3
        && seen[1] % 4 == 0
        && seen[2] % 4 == 0
        && Math.max(seen[1], seen[2]) <= 64;
  }

  /** Noise for some pictures. */
  float[] noise(int count) {
    float[] noise = new float[count * NOISE];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  /** Pictures, each value from 0 to 1. */
  List<float[]> draw(float[] noise) {
    int count = noise.length / NOISE;
    try (NDManager step = manager.newSubManager()) {
      float[] all = forward(step.create(noise, new Shape(count, NOISE))).toFloatArray();
      int length = all.length / count;
      List<float[]> pictures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        pictures.add(Arrays.copyOfRange(all, i * length, (i + 1) * length));
      }
      return pictures;
    }
  }

  /**
   * Takes a step.
   *
   * @param noise that the pictures were drawn from
   * @param pays how the pay rises with each value of the pictures
   */
  void learn(float[] noise, List<float[]> pays, Optimizer optimizer) {
    int count = pays.size();
    int length = pays.get(0).length;
    float[] all = new float[count * length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        all[i * length + j] = -pays.get(i)[j] / count;
      }
    }
    try (NDManager step = manager.newSubManager()) {
      NDArray input = step.create(noise, new Shape(count, NOISE));
      NDArray wanted = step.create(all, new Shape(count, seen[0], seen[1], seen[2]));
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        gradients.backward(forward(input).mul(wanted).sum());
      }
      for (var parameter : block.getParameters()) {
        NDArray weight = parameter.getValue().getArray();
        if (weight.hasGradient()) {
          try (NDArray gradient = weight.getGradient()) {
            optimizer.update(parameter.getKey(), weight, gradient);
          }
        }
      }
    }
  }

  private NDArray forward(NDArray noise) {
    return block.forward(store, new NDList(noise), true).singletonOrThrow();
  }

  private SequentialBlock network() {
    long high = seen[1] / 4;
    long wide = seen[2] / 4;
    return new SequentialBlock()
        .add(Linear.builder().setUnits(WIDE * high * wide).build())
        .add(new LambdaBlock(x -> new NDList(x.head().reshape(-1, WIDE, high, wide)), "maps"))
        .add(BatchNorm.builder().build())
        .add(Activation::relu)
        .add(twice(WIDE))
        .add(BatchNorm.builder().build())
        .add(Activation::relu)
        .add(twice(WIDE / 2))
        .add(BatchNorm.builder().build())
        .add(Activation::relu)
        .add(convolution(seen[0]))
        .add(Activation::sigmoid);
  }

  /** Each pixel becomes four; then a convolution. DJL has no transposed one on PyTorch. */
  private static SequentialBlock twice(int filters) {
    return new SequentialBlock()
        .add(new LambdaBlock(x -> new NDList(larger(x.head())), "larger"))
        .add(convolution(filters));
  }

  private static NDArray larger(NDArray x) {
    Shape at = x.getShape();
    long count = at.get(0);
    long channels = at.get(1);
    long high = at.get(2);
    long wide = at.get(3);
    return x.reshape(count, channels, high, 1, wide, 1)
        .broadcast(new Shape(count, channels, high, 2, wide, 2))
        .reshape(count, channels, 2 * high, 2 * wide);
  }

  private static Conv2d convolution(int filters) {
    return Conv2d.builder()
        .setKernelShape(new Shape(3, 3))
        .optPadding(new Shape(1, 1))
        .setFilters(filters)
        .build();
  }

  @Override
  public void close() {
    manager.close();
  }
}
