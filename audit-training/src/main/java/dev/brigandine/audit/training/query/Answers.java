package dev.brigandine.audit.training.query;

/** What to make of a row of answers. */
final class Answers {
  private Answers() {}

  /** The place of the greatest. */
  static int top(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Whether they are probabilities already. */
  static boolean shared(float[] scores) {
    double sum = 0;
    for (float score : scores) {
      if (!(score >= 0)) {
        return false;
      }
      sum += score;
    }
    return Math.abs(sum - 1) < 1e-3;
  }

  /**
   * Scores as probabilities: as they are, if they are such already; by softmax otherwise. Even ones
   * if they are no numbers.
   */
  static float[] probabilities(float[] scores) {
    if (shared(scores)) {
      return scores.clone();
    }
    float[] shared = new float[scores.length];
    float high = scores[top(scores)];
    double total = 0;
    for (int i = 0; i < shared.length; i++) {
      shared[i] = (float) Math.exp(scores[i] - high);
      total += shared[i];
    }
    for (int i = 0; i < shared.length; i++) {
      shared[i] = Double.isFinite(total) ? (float) (shared[i] / total) : 1f / shared.length;
    }
    return shared;
  }

  /** Scores as logits whose mean is 0; of probabilities, by the logarithm. */
  static float[] logits(float[] scores) {
    boolean logarithm = shared(scores);
    double[] logits = new double[scores.length];
    double mean = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = logarithm ? Math.log(Math.max(1e-12, scores[i])) : scores[i];
      mean += logits[i] / logits.length;
    }
    float[] centred = new float[logits.length];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = (float) (logits[i] - mean);
    }
    return centred;
  }

  /** All of it on the greatest. */
  static float[] label(float[] scores) {
    return label(top(scores), scores.length);
  }

  /** All of it on one class. */
  static float[] label(int label, int classes) {
    float[] sure = new float[classes];
    sure[label] = 1;
    return sure;
  }

  /** How far the greatest probability is above the next. */
  static double margin(float[] probabilities) {
    int best = top(probabilities);
    float next = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (i != best) {
        next = Math.max(next, probabilities[i]);
      }
    }
    return probabilities[best] - next;
  }
}
