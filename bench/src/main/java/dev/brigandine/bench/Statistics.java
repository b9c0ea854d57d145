package dev.brigandine.bench;

import java.util.Arrays;

/** Medians and quantiles, which a stray slow run does not move. */
final class Statistics {
  private Statistics() {}

  /** The middle value, or the mean of the two middle ones. */
  static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /**
   * The value below which a share of the values lies, between neighbours on the straight line.
   *
   * @param share 0 to 1
   */
  static double quantile(double[] values, double share) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no quantile of nothing");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * {@code sealed[i] / plain[i]}: each pair was taken side by side, so what slowed both cancels.
   */
  static double[] ratios(double[] plain, double[] sealed) {
    if (plain.length != sealed.length) {
      throw new IllegalArgumentException(plain.length + " plain against " + sealed.length);
    }
    double[] ratios = new double[plain.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = sealed[i] / plain[i];
    }
    return ratios;
  }

  /** The median of {@link #ratios}. */
  static double medianRatio(double[] plain, double[] sealed) {
    return median(ratios(plain, sealed));
  }
}
