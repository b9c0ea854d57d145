package dev.brigandine.study;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Scores classifiers of images by a victim's answers and the labels. */
final class QueryMarks implements Yardstick {
  private static final int AT_ONCE = 500;
  private static final int CLASSES = 10;

  private final GreyImages test;
  private final float[] wanted;

  QueryMarks(GreyImages test, Answering victim) throws Exception {
    this.test = test;
    this.wanted = logits(victim);
  }

  @Override
  public Task task() {
    return Task.CLASSES;
  }

  @Override
  public String output() {
    return "logits";
  }

  @Override
  public int width() {
    return CLASSES;
  }

  @Override
  public Score original() {
    return score(wanted);
  }

  @Override
  public Score chance() {
    return new Score(OptionalDouble.of(0.1), 0.1, 0, OptionalDouble.empty());
  }

  @Override
  public Score score(Answering answers) throws Exception {
    return score(logits(answers));
  }

  private Score score(float[] logits) {
    int right = 0;
    int same = 0;
    double closeness = 0;
    double divergence = 0;
    for (int i = 0; i < test.count(); i++) {
      int top = Answers.top(logits, i);
      right += top == test.labels()[i] ? 1 : 0;
      same += top == Answers.top(wanted, i) ? 1 : 0;
      double[] is = logShares(logits, i);
      double[] should = logShares(wanted, i);
      double dot = 0;
      double one = 0;
      double other = 0;
      for (int j = 0; j < CLASSES; j++) {
        divergence += Math.exp(should[j]) * (should[j] - is[j]);
        dot += logits[CLASSES * i + j] * wanted[CLASSES * i + j];
        one += Math.pow(logits[CLASSES * i + j], 2);
        other += Math.pow(wanted[CLASSES * i + j], 2);
      }
      closeness += dot / Math.max(1e-12, Math.sqrt(one * other));
    }
    double count = test.count();
    return new Score(
        OptionalDouble.of(right / count),
        same / count,
        closeness / count,
        OptionalDouble.of(divergence / count));
  }

  private float[] logits(Answering answers) throws Exception {
    float[] logits = new float[test.count() * CLASSES];
    for (int from = 0; from < test.count(); from += AT_ONCE) {
      int to = Math.min(test.count(), from + AT_ONCE);
      Map<String, Tensor> answer =
          answers.answer(List.of(QueryVictim.tensor(test, Trainer.range(from, to))));
      answer
          .get(output())
          .data()
          .asFloatBuffer()
          .get(logits, from * CLASSES, (to - from) * CLASSES);
    }
    return logits;
  }

  private static double[] logShares(float[] logits, int index) {
    double high = logits[CLASSES * index + Answers.top(logits, index)];
    double total = 0;
    for (int j = 0; j < CLASSES; j++) {
      total += Math.exp(logits[CLASSES * index + j] - high);
    }
    double[] shares = new double[CLASSES];
    for (int j = 0; j < CLASSES; j++) {
      shares[j] = logits[CLASSES * index + j] - high - Math.log(total);
    }
    return shares;
  }
}
