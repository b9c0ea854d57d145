package dev.brigandine.audit.training.query;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A network that learns to answer as the victim does. Its weights live as long as it does, in
 * memory only. Not for several threads: PyTorch's randomness is the process's.
 */
final class Surrogate implements AutoCloseable {
  private static final int ANSWERED_AT_ONCE = 256;

  /** What the loss is made of. */
  enum Goal {
    /** Cross-entropy with probabilities. */
    CLASSES,
    /** Squared distance from vectors. */
    VALUES
  }

  private final Form form;
  private final int width;
  private final Goal goal;
  private final Random random;
  private final NDManager manager;
  private final SequentialBlock block;
  private final ParameterStore store;

  /** Untrained, with random weights of the seed. */
  Surrogate(Form form, int width, Goal goal, long seed) {
    this.form = form;
    this.width = width;
    this.goal = goal;
    this.random = new Random(seed);
    Engine.getInstance().setRandomSeed((int) seed);
    manager = NDManager.newBaseManager();
    block = Shapes.network(form.seen(), width);
    block.setInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
    block.initialize(manager, DataType.FLOAT32, shape(1));
    block.getParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
    store = new ParameterStore(manager, false);
  }

  /**
   * Trains it further.
   *
   * @return whether it was shown all that the recipe says, in the time there was
   */
  boolean learn(Lessons lessons, Recipe recipe) throws InterruptedException {
    int steps = Math.max(1, recipe.seen() / recipe.batch());
    Optimizer adam = adam(recipe.rate(), steps);
    int[] order = new int[lessons.count()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int next = order.length;
    for (int step = 0; step < steps; step++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (recipe.left().get().compareTo(Duration.ZERO) <= 0) {
        return false;
      }
      int[] chosen = new int[Math.min(recipe.batch(), order.length)];
      for (int i = 0; i < chosen.length; i++) {
        if (next == order.length) {
          shuffle(order);
          next = 0;
        }
        chosen[i] = order[next++];
      }
      step(lessons, chosen, adam);
    }
    return true;
  }

  static Optimizer adam(float rate, int steps) {
    return Optimizer.adam()
        .optLearningRateTracker(
            Tracker.cosine()
                .setBaseValue(rate)
                .optFinalValue(rate / 100)
                .setMaxUpdates(steps)
                .build())
        .build();
  }

  /** Shows it one batch. */
  void step(Lessons lessons, int[] chosen, Optimizer optimizer) {
    try (NDManager step = manager.newSubManager()) {
      List<float[]> questions = new ArrayList<>();
      float[] wanted = new float[chosen.length * width];
      for (int i = 0; i < chosen.length; i++) {
        questions.add(lessons.question(chosen[i]));
        float[] answer = lessons.answer(chosen[i]);
        for (int j = 0; j < width; j++) {
          wanted[i * width + j] = goal == Goal.CLASSES ? -answer[j] / chosen.length : -answer[j];
        }
      }
      NDArray inputs = inputs(step, questions);
      NDArray targets = step.create(wanted, new Shape(chosen.length, width));
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        NDArray answers = forward(inputs, true);
        NDArray loss =
            goal == Goal.CLASSES
                ? answers.logSoftmax(1).mul(targets).sum()
                : answers.add(targets).square().mean();
        gradients.backward(loss);
      }
      update(block, optimizer);
    }
  }

  static void update(SequentialBlock block, Optimizer optimizer) {
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      NDArray weight = parameter.getValue().getArray();
      try (NDArray gradient = weight.getGradient()) {
        optimizer.update(parameter.getKey(), weight, gradient);
      }
    }
  }

  /** PyTorch adds gradients to those before; DJL's optimizers clear what they have used, alone. */
  private static void forgetGradients(SequentialBlock block) {
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      NDArray weight = parameter.getValue().getArray();
      if (weight.hasGradient()) {
        try (NDArray gradient = weight.getGradient()) {
          gradient.subi(gradient);
        }
      }
    }
  }

  /** Its answers, one row a question: logits of classes, or vectors. */
  List<float[]> answer(List<float[]> questions) {
    List<float[]> answers = new ArrayList<>(questions.size());
    for (int from = 0; from < questions.size(); from += ANSWERED_AT_ONCE) {
      List<float[]> some =
          questions.subList(from, Math.min(questions.size(), from + ANSWERED_AT_ONCE));
      try (NDManager step = manager.newSubManager()) {
        float[] all = forward(inputs(step, some), false).toFloatArray();
        for (int i = 0; i < some.size(); i++) {
          answers.add(java.util.Arrays.copyOfRange(all, i * width, (i + 1) * width));
        }
      }
    }
    return answers;
  }

  /**
   * How its score for one class rises with each element of a question; not for token ids.
   *
   * @param labels one class a question
   */
  List<float[]> slopes(List<float[]> questions, int[] labels) {
    float[] chosen = new float[labels.length * width];
    for (int i = 0; i < labels.length; i++) {
      chosen[i * width + labels[i]] = 1;
    }
    try (NDManager step = manager.newSubManager()) {
      NDArray inputs = inputs(step, questions);
      inputs.setRequiresGradient(true);
      NDArray classes = step.create(chosen, new Shape(labels.length, width));
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        gradients.backward(forward(inputs, false).logSoftmax(1).mul(classes).sum());
      }
      forgetGradients(block);
      float[] all = inputs.getGradient().toFloatArray();
      int length = all.length / labels.length;
      List<float[]> slopes = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        slopes.add(form.row(java.util.Arrays.copyOfRange(all, i * length, (i + 1) * length)));
      }
      return slopes;
    }
  }

  private NDArray forward(NDArray inputs, boolean training) {
    return block.forward(store, new NDList(inputs), training).singletonOrThrow();
  }

  private NDArray inputs(NDManager step, List<float[]> questions) {
    float[] all = null;
    int at = 0;
    for (float[] question : questions) {
      float[] seen = form.seen(question);
      if (all == null) {
        all = new float[seen.length * questions.size()];
      }
      System.arraycopy(seen, 0, all, at, seen.length);
      at += seen.length;
    }
    return step.create(all, shape(questions.size()));
  }

  private Shape shape(int count) {
    int[] seen = form.seen();
    long[] shape = new long[seen.length + 1];
    shape[0] = count;
    for (int i = 0; i < seen.length; i++) {
      shape[i + 1] = seen[i];
    }
    return new Shape(shape);
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
