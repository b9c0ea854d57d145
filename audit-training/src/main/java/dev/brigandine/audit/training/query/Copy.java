package dev.brigandine.audit.training.query;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** A surrogate in the victim's place, to be scored. */
final class Copy implements Answering {
  private static final int FLOAT = 1;

  private final Thief thief;
  private final boolean shares;
  private Surrogate surrogate;
  private int width;
  private float scale = 1;

  /**
   * One that knows nothing yet.
   *
   * @param shares whether the victim answers probabilities
   */
  Copy(Thief thief, boolean shares) {
    this.thief = thief;
    this.shares = shares;
  }

  /**
   * Trains it from scratch.
   *
   * @return whether there was time for all of it
   */
  boolean learn(Lessons lessons) throws InterruptedException {
    width = lessons.answer(0).length;
    Lessons scaled = lessons;
    if (thief.goal() == Surrogate.Goal.VALUES) {
      scale = size(lessons);
      scaled = new Lessons();
      for (int i = 0; i < lessons.count(); i++) {
        scaled.add(List.of(lessons.question(i)), List.of(times(lessons.answer(i), 1 / scale)));
      }
    }
    surrogate = new Surrogate(thief.form(), width, thief.goal(), thief.seed());
    return surrogate.learn(scaled, Recipe.whole(lessons.count(), thief.left()));
  }

  @Override
  public Map<String, Tensor> answer(List<SampleTensor> inputs) {
    List<float[]> answers = surrogate.answer(thief.form().split(inputs));
    ByteBuffer data =
        ByteBuffer.allocate(answers.size() * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    boolean classes = thief.goal() == Surrogate.Goal.CLASSES;
    for (float[] answer : answers) {
      for (float value : classes && shares ? Answers.probabilities(answer) : answer) {
        data.putFloat(value * scale);
      }
    }
    long[] shape = {answers.size(), width};
    return Map.of(thief.yardstick().output(), Tensor.of(FLOAT, shape, data.flip()));
  }

  @Override
  public void close() {
    if (surrogate != null) {
      surrogate.close();
    }
  }

  private static float size(Lessons lessons) {
    double square = 0;
    long count = 0;
    for (int i = 0; i < lessons.count(); i++) {
      for (float value : lessons.answer(i)) {
        square += (double) value * value;
        count++;
      }
    }
    double size = Math.sqrt(square / Math.max(1, count));
    return size > 0 && Double.isFinite(size) ? (float) size : 1;
  }

  private static float[] times(float[] values, float factor) {
    float[] product = new float[values.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = values[i] * factor;
    }
    return product;
  }
}
