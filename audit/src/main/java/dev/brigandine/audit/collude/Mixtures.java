package dev.brigandine.audit.collude;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One set of weights made of several, by name. Where a copy lacks a weight, the others have it. */
final class Mixtures {
  private Mixtures() {}

  /** The mean, element by element. */
  static Map<String, float[]> averaged(List<Map<String, float[]>> copies) {
    return each(
        copies,
        (values, mixed) -> {
          for (float[] copy : values) {
            for (int i = 0; i < mixed.length; i++) {
              mixed[i] += copy[i] / values.size();
            }
          }
        });
  }

  /** The median, element by element: for numbers what a vote is. */
  static Map<String, float[]> voted(List<Map<String, float[]>> copies) {
    return each(
        copies,
        (values, mixed) -> {
          float[] column = new float[values.size()];
          for (int i = 0; i < mixed.length; i++) {
            for (int copy = 0; copy < column.length; copy++) {
              column[copy] = values.get(copy)[i];
            }
            Arrays.sort(column);
            int half = column.length / 2;
            mixed[i] =
                column.length % 2 == 1 ? column[half] : (column[half - 1] + column[half]) / 2;
          }
        });
  }

  /** Each weight from one copy or another. */
  static Map<String, float[]> dealt(List<Map<String, float[]>> copies, Random random) {
    return each(
        copies,
        (values, mixed) ->
            System.arraycopy(values.get(random.nextInt(values.size())), 0, mixed, 0, mixed.length));
  }

  private interface Mixing {
    void mix(List<float[]> values, float[] mixed);
  }

  private static Map<String, float[]> each(List<Map<String, float[]>> copies, Mixing mixing) {
    Map<String, float[]> mixed = new LinkedHashMap<>();
    for (Map.Entry<String, float[]> own : copies.get(0).entrySet()) {
      List<float[]> values =
          copies.stream()
              .map(copy -> copy.get(own.getKey()))
              .filter(copy -> copy != null && copy.length == own.getValue().length)
              .toList();
      float[] result = new float[own.getValue().length];
      mixing.mix(values, result);
      mixed.put(own.getKey(), result);
    }
    return mixed;
  }
}
