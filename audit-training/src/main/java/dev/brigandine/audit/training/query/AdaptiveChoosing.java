package dev.brigandine.audit.training.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Learns which pool pays: a gradient bandit whose arms are the pools. A question pays by how sure
 * the victim is, how new its answer is, and how wrong the scout was about it. Source: Orekondy et
 * al., Knockoff Nets, CVPR 2019, section 4.2; there a surrogate learns after each query, here after
 * each round.
 */
final class AdaptiveChoosing implements Choosing {
  private static final int ROUNDS = 10;
  private static final double RATE = 0.05;

  private final Thief thief;
  private final Random random;
  private final List<Pool.Dealer> arms = new ArrayList<>();
  private final List<Integer> pulled = new ArrayList<>();
  private final double[] liking;
  private final boolean[] empty;
  private double[] usual;
  private double paid;
  private int answers;
  private List<float[]> guesses = List.of();

  AdaptiveChoosing(Thief thief) {
    this.thief = thief;
    random = new Random(thief.seed());
    thief.foreign().forEach(p -> arms.add(p.dealer().apply(new Random(random.nextLong()))));
    liking = new double[arms.size()];
    empty = new boolean[arms.size()];
  }

  @Override
  public int round() {
    return Math.max(50, thief.budget() / ROUNDS);
  }

  @Override
  public List<float[]> next(int count, Lessons soFar) throws Exception {
    pulled.clear();
    List<float[]> questions = new ArrayList<>();
    while (questions.size() < count) {
      int arm = draw();
      if (arm < 0) {
        break;
      }
      Optional<float[]> dealt = arms.get(arm).deal();
      empty[arm] = dealt.isEmpty();
      if (dealt.isPresent()) {
        questions.add(dealt.get());
        pulled.add(arm);
      }
    }
    guesses = List.of();
    if (soFar.count() > 0 && !questions.isEmpty()) {
      try (Scout scout = new Scout(thief, soFar)) {
        guesses = scout.answers(questions);
      }
    }
    return questions;
  }

  @Override
  public void answered(List<float[]> questions, List<float[]> given) {
    double[][] pay = new double[3][given.size()];
    for (int i = 0; i < given.size(); i++) {
      float[] answer = Answers.probabilities(given.get(i));
      if (usual == null) {
        usual = new double[answer.length];
      }
      pay[0][i] = Answers.margin(answer);
      for (int j = 0; j < answer.length; j++) {
        pay[1][i] += Math.max(0, answer[j] - usual[j]);
        usual[j] += (answer[j] - usual[j]) / (answers + 1);
        if (!guesses.isEmpty()) {
          pay[2][i] -= answer[j] * Math.log(Math.max(1e-6, guesses.get(i)[j]));
        }
      }
      answers++;
    }
    for (double[] kind : pay) {
      even(kind);
    }
    for (int i = 0; i < given.size(); i++) {
      learn(pulled.get(i), (pay[0][i] + pay[1][i] + pay[2][i]) / 3);
    }
  }

  private void learn(int arm, double pays) {
    paid += (pays - paid) / answers;
    double[] shares = shares();
    for (int i = 0; i < liking.length; i++) {
      liking[i] += RATE * (pays - paid) * ((i == arm ? 1 : 0) - shares[i]);
    }
  }

  /** The chance of each arm that has questions left. */
  double[] shares() {
    double[] shares = new double[liking.length];
    double high = Arrays.stream(liking).max().orElse(0);
    double total = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = empty[i] ? 0 : Math.exp(liking[i] - high);
      total += shares[i];
    }
    for (int i = 0; i < shares.length && total > 0; i++) {
      shares[i] /= total;
    }
    return shares;
  }

  /** -1 if none has questions left. */
  private int draw() {
    double[] shares = shares();
    double point = random.nextDouble();
    int last = -1;
    for (int i = 0; i < shares.length; i++) {
      if (!empty[i]) {
        last = i;
        point -= shares[i];
        if (point < 0) {
          return i;
        }
      }
    }
    return last;
  }

  /** Brings a kind of pay to 0 to 1, so that none outweighs another. */
  private static void even(double[] pay) {
    double low = Arrays.stream(pay).min().orElse(0);
    double span = Arrays.stream(pay).max().orElse(0) - low;
    for (int i = 0; i < pay.length; i++) {
      pay[i] = span > 0 ? (pay[i] - low) / span : 0;
    }
  }
}
