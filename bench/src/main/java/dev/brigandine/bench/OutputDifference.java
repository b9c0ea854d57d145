package dev.brigandine.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far the sealed model's answers for one output are from the plain one's, over all samples.
 *
 * @param name of the output
 * @param type of its elements, {@code float32}, or what it is if it is no tensor
 * @param identical whether every bit was the same in every sample
 * @param agrees whether it was in every sample what was asked for: within an armored model's
 *     tolerance, and identical otherwise
 * @param absolute worst difference of two elements; infinite where only one of them is a number, or
 *     where types or shapes differ, or the values are no numbers
 * @param relative worst ratio of a difference to the largest finite magnitude in that plain output
 */
public record OutputDifference(
    String name, String type, boolean identical, boolean agrees, double absolute, double relative) {
  OutputDifference and(OutputDifference other) {
    return new OutputDifference(
        name,
        type,
        identical && other.identical,
        agrees && other.agrees,
        Math.max(absolute, other.absolute),
        Math.max(relative, other.relative));
  }

  static OutputDifference none(String name, String type) {
    return new OutputDifference(name, type, true, true, 0, 0);
  }

  static OutputDifference incomparable(String name, String type) {
    return new OutputDifference(
        name, type, false, false, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("type", type);
    json.put("identical", identical);
    json.put("agrees", agrees);
    json.put("absolute", number(absolute));
    json.put("relative", number(relative));
    return json;
  }

  /** JSON has no infinity; as in tensor files it is a string. */
  private static Object number(double value) {
    return Double.isFinite(value) ? (Object) value : Double.toString(value);
  }
}
