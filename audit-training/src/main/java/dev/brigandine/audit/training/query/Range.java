package dev.brigandine.audit.training.query;

import java.util.List;

/** Between what values inputs lie. */
record Range(float low, float high) {
  private static final int ENOUGH = 200;

  static Range of(List<float[]> rows) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float[] row : rows.subList(0, Math.min(ENOUGH, rows.size()))) {
      for (float value : row) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return low < high ? new Range(low, high) : new Range(0, 1);
  }

  float span() {
    return high - low;
  }

  /** Brings values of 0 to 1 here. */
  float[] stretch(float[] shares) {
    float[] values = new float[shares.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = low + shares[i] * span();
    }
    return values;
  }

  float cut(float value) {
    return Math.max(low, Math.min(high, value));
  }
}
