package dev.brigandine.audit.training.query;

import java.util.Arrays;
import java.util.Random;

/** A picture that is being drawn. Places and sizes are shares of its sides. */
final class Canvas {
  private final int channels;
  private final int height;
  private final int width;
  private final float[] values;

  Canvas(int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    values = new float[channels * height * width];
  }

  int channels() {
    return channels;
  }

  void fill(float[] colour) {
    for (int c = 0; c < channels; c++) {
      Arrays.fill(values, c * height * width, (c + 1) * height * width, colour[c]);
    }
  }

  /**
   * A patch with soft edges.
   *
   * @param wide half its width
   * @param high half its height
   * @param power 2 for an ellipse; the more, the more it is a box
   */
  void patch(
      double x, double y, double wide, double high, double angle, int power, float[] colour) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double reach = Math.hypot(wide, high) + 1.0 / width;
    int top = Math.max(0, (int) ((y - reach) * height));
    int bottom = Math.min(height - 1, (int) ((y + reach) * height) + 1);
    int left = Math.max(0, (int) ((x - reach) * width));
    int right = Math.min(width - 1, (int) ((x + reach) * width) + 1);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double across = (column + 0.5) / width - x;
        double down = (row + 0.5) / height - y;
        double u = Math.abs(cos * across + sin * down) / wide;
        double v = Math.abs(cos * down - sin * across) / high;
        double out = Math.pow(Math.pow(u, power) + Math.pow(v, power), 1.0 / power) - 1;
        double cover = 0.5 - out * Math.min(wide, high) * Math.min(width, height);
        float share = (float) Math.max(0, Math.min(1, cover));
        for (int c = 0; c < channels; c++) {
          int at = (c * height + row) * width + column;
          values[at] += share * (colour[c] - values[at]);
        }
      }
    }
  }

  /** Adds a wave to all channels, more to some than to others. */
  void wave(double across, double down, double phase, double strength, Random random) {
    for (int c = 0; c < channels; c++) {
      double much = channels == 1 ? strength : strength * (0.5 + random.nextDouble());
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          double turn = across * column / width + down * row / height;
          values[(c * height + row) * width + column] +=
              (float) (much * Math.sin(2 * Math.PI * turn + phase));
        }
      }
    }
  }

  /** Cut to 0 to 1. */
  float[] values() {
    float[] cut = values.clone();
    for (int i = 0; i < cut.length; i++) {
      cut[i] = Math.max(0, Math.min(1, cut[i]));
    }
    return cut;
  }
}
