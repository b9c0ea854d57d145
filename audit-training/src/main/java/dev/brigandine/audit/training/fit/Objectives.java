package dev.brigandine.audit.training.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Labels, soft answers and vectors as objectives. */
public final class Objectives {
  private static final double LEAST = 1e-9;

  private Objectives() {}

  /**
   * Cross-entropy with the right classes.
   *
   * @param labels by sample
   * @param probabilities whether the network's answers are probabilities; otherwise logits
   */
  public static Objective labels(int[] labels, int classes, boolean probabilities) {
    float[][] rows = new float[labels.length][classes];
    for (int i = 0; i < labels.length; i++) {
      rows[i][labels[i]] = 1;
    }
    return soft(rows, probabilities);
  }

  /**
   * Cross-entropy with another network's probabilities, which is the Kullback-Leibler divergence
   * but for a constant.
   *
   * @param rows by sample, each of sum 1
   * @param probabilities whether the network's answers are probabilities; otherwise logits
   */
  public static Objective soft(float[][] rows, boolean probabilities) {
    return (step, answers, samples) -> {
      NDArray scores = answers.reshape(samples.length, -1);
      NDArray logs = probabilities ? scores.clip(LEAST, 1).log() : scores.logSoftmax(1);
      return logs.mul(rows(step, rows, samples, -1f / samples.length)).sum();
    };
  }

  /**
   * The mean square distance from another network's vectors, as a share of their mean square.
   *
   * @param rows by sample
   */
  public static Objective values(float[][] rows) {
    return (step, answers, samples) -> {
      double square = 0;
      for (int sample : samples) {
        for (float value : rows[sample]) {
          square += value * value;
        }
      }
      NDArray apart = answers.reshape(samples.length, -1).sub(rows(step, rows, samples, 1));
      float scale = (float) (1 / Math.max(square, LEAST));
      return apart.mul(apart).sum().mul(step.full(new Shape(), scale));
    };
  }

  /** Whether all rows are probabilities. */
  public static boolean areProbabilities(float[][] rows) {
    for (float[] row : rows) {
      double sum = 0;
      for (float value : row) {
        if (!(value >= 0)) {
          return false;
        }
        sum += value;
      }
      if (Math.abs(sum - 1) > 1e-3) {
        return false;
      }
    }
    return rows.length > 0;
  }

  /** Probabilities of logits, which probabilities are left as they are by. */
  public static float[][] probabilities(float[][] rows) {
    if (areProbabilities(rows)) {
      return rows;
    }
    float[][] made = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      made[i] = softmax(rows[i]);
    }
    return made;
  }

  private static float[] softmax(float[] row) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : row) {
      greatest = Math.max(greatest, value);
    }
    float[] made = new float[row.length];
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      made[i] = (float) Math.exp(row[i] - greatest);
      sum += made[i];
    }
    for (int i = 0; i < row.length; i++) {
      made[i] /= (float) sum;
    }
    return made;
  }

  private static NDArray rows(NDManager step, float[][] rows, int[] samples, float factor) {
    int width = rows[samples[0]].length;
    float[] all = new float[samples.length * width];
    for (int i = 0; i < samples.length; i++) {
      if (rows[samples[i]].length != width) {
        throw new IllegalArgumentException("answers of different sizes do not go together");
      }
      for (int j = 0; j < width; j++) {
        all[i * width + j] = factor * rows[samples[i]][j];
      }
    }
    return step.create(all, new Shape(samples.length, width));
  }
}
