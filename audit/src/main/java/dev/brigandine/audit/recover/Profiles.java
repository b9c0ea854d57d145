package dev.brigandine.audit.recover;

import java.util.Arrays;

/** What of a row of weights stays when its places are reordered: the numbers in order of size. */
final class Profiles {
  /** Points of each distribution that are compared. */
  static final int POINTS = 32;

  private Profiles() {}

  /**
   * Quantiles of each row.
   *
   * @param scaled whether rows may have been multiplied: they are brought to one length
   * @param signed whether by negative factors, too: signs are dropped
   * @return {@code channels × POINTS}, each point as wide as it varies between channels
   */
  static double[] of(double[] rows, int channels, boolean scaled, boolean signed) {
    int width = rows.length / channels;
    double[] profiles = new double[channels * POINTS];
    for (int i = 0; i < channels; i++) {
      double[] row = Arrays.copyOfRange(rows, i * width, (i + 1) * width);
      double square = 0;
      for (double value : row) {
        square += value * value;
      }
      double by = scaled && square > 0 ? Math.sqrt(square / width) : 1;
      for (int j = 0; j < width; j++) {
        row[j] = (signed ? Math.abs(row[j]) : row[j]) / by;
      }
      Arrays.sort(row);
      for (int p = 0; p < POINTS; p++) {
        profiles[i * POINTS + p] = row[(int) ((long) p * (width - 1) / (POINTS - 1))];
      }
    }
    return profiles;
  }

  /** Divides both by how much the first varies at each point. */
  static void level(double[] base, double[] captured, int channels) {
    for (int p = 0; p < POINTS; p++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < channels; i++) {
        double value = base[i * POINTS + p];
        mean += value / channels;
        square += value * value / channels;
      }
      double deviation = Math.sqrt(Math.max(0, square - mean * mean));
      double by = deviation > 0 ? deviation : 1;
      for (int i = 0; i < channels; i++) {
        base[i * POINTS + p] /= by;
        captured[i * POINTS + p] /= by;
      }
    }
  }
}
