package dev.brigandine.audit.training.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * From a few inputs of the victim's kind, makes more by a step along the sign of the scout's slope
 * for the class that the victim gave. Source: Papernot et al., Practical Black-Box Attacks, AsiaCCS
 * 2017, with its 150 first inputs, and its choice of some of the old inputs in each later round.
 */
final class JacobianChoosing implements Choosing {
  /** How many inputs of the victim's kind the thief has. */
  static final int FIRST = 150;

  /** The step, as a share of the range of values. */
  private static final float STEP = 0.1f;

  /** At most so many are made from one scout. */
  private static final int AT_ONCE = 2000;

  private final Thief thief;
  private final Random random;
  private final Pool.Dealer own;
  private Range range;
  private int rounds;

  JacobianChoosing(Thief thief) {
    this.thief = thief;
    random = new Random(thief.seed());
    own = Pool.of("own", thief.form(), thief.own()).dealer().apply(new Random(random.nextLong()));
  }

  @Override
  public int round() {
    return AT_ONCE;
  }

  @Override
  public List<float[]> next(int count, Lessons soFar) throws Exception {
    if (soFar.count() == 0) {
      List<float[]> first = Pool.deal(own, Math.min(FIRST, count));
      range = Range.of(first);
      return first;
    }
    int some = Math.min(count, soFar.count());
    List<float[]> from = new ArrayList<>();
    int[] labels = new int[some];
    int[] order = order(soFar.count());
    for (int i = 0; i < some; i++) {
      from.add(soFar.question(order[i]));
      labels[i] = Answers.top(soFar.answer(order[i]));
    }
    float step = (rounds++ % 2 == 0 ? STEP : -STEP) * range.span();
    try (Scout scout = new Scout(thief, soFar)) {
      return stepped(from, scout.slopes(from, labels), step);
    }
  }

  private List<float[]> stepped(List<float[]> from, List<float[]> slopes, float step) {
    List<float[]> made = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      float[] question = from.get(i).clone();
      for (int j = 0; j < question.length; j++) {
        question[j] = range.cut(question[j] + step * Math.signum(slopes.get(i)[j]));
      }
      made.add(question);
    }
    return made;
  }

  private int[] order(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
