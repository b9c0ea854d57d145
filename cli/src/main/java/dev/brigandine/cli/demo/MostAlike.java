package dev.brigandine.cli.demo;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Sentence vectors from token vectors, and which of them point the same way. */
public final class MostAlike {
  private MostAlike() {}

  /**
   * Two sentences, by index, {@code first < second}.
   *
   * @param cosine of the angle between them, 1 for the same direction
   */
  public record Pair(int first, int second, double cosine) {}

  /**
   * The mean over the tokens that the mask keeps, scaled to length 1: how sentence-transformers
   * models are pooled.
   *
   * @param tokens vectors of shape {@code [batch, length, width]}, from position 0
   * @param mask of shape {@code [batch][length]}, 1 for a token, 0 for padding
   * @param width of a vector
   * @return one vector of {@code width} per sentence; zeros where the mask keeps nothing
   */
  public static float[][] pool(FloatBuffer tokens, long[][] mask, int width) {
    float[][] sentences = new float[mask.length][];
    int at = 0;
    for (int s = 0; s < mask.length; s++) {
      double[] sum = new double[width];
      for (long kept : mask[s]) {
        for (int w = 0; w < width && kept != 0; w++) {
          sum[w] += tokens.get(at + w);
        }
        at += width;
      }
      sentences[s] = normal(sum);
    }
    return sentences;
  }

  /** The mean and the sum point the same way, so the count does not matter. */
  private static float[] normal(double[] sum) {
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    double length = Math.sqrt(square);
    float[] unit = new float[sum.length];
    for (int w = 0; w < unit.length && length > 0; w++) {
      unit[w] = (float) (sum[w] / length);
    }
    return unit;
  }

  /** Every pair of vectors of length 1, the most alike first; ties in order of index. */
  public static List<Pair> pairs(float[][] unit) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < unit.length; i++) {
      for (int j = i + 1; j < unit.length; j++) {
        double dot = 0;
        for (int w = 0; w < unit[i].length; w++) {
          dot += (double) unit[i][w] * unit[j][w];
        }
        pairs.add(new Pair(i, j, dot));
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::cosine).reversed());
    return pairs;
  }

  /**
   * How many vectors of length 1 have their partner as the one most alike: {@code i} and {@code i +
   * n / 2} are partners. By chance 1 in {@code n - 1}.
   */
  public static int withTheirPartner(float[][] unit) {
    int[] nearest = new int[unit.length];
    Arrays.fill(nearest, -1);
    for (Pair pair : pairs(unit)) {
      // From the most alike on, so the first pair that a vector is in decides.
      nearest[pair.first()] = nearest[pair.first()] < 0 ? pair.second() : nearest[pair.first()];
      nearest[pair.second()] = nearest[pair.second()] < 0 ? pair.first() : nearest[pair.second()];
    }
    int half = unit.length / 2;
    int right = 0;
    for (int i = 0; i < unit.length; i++) {
      right += nearest[i] == (i + half) % unit.length ? 1 : 0;
    }
    return right;
  }
}
