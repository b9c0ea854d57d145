package dev.brigandine.study;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** A network's parameters by name, made at their first use from a seed. */
final class Weights {
  private final NDManager manager;
  private final long seed;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  Weights(NDManager manager, long seed) {
    this.manager = manager;
    this.seed = seed;
  }

  /** A trainable one, of a normal distribution at first. */
  NDArray normal(String name, double deviation, long... shape) {
    return arrays.computeIfAbsent(
        name,
        n -> {
          Random random = new Random(seed * 31 + n.hashCode());
          float[] values = new float[(int) new Shape(shape).size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
          }
          return trainable(manager.create(values, new Shape(shape)));
        });
  }

  /** A trainable one, the same everywhere at first. */
  NDArray filled(String name, float value, long... shape) {
    return arrays.computeIfAbsent(name, n -> trainable(full(value, shape)));
  }

  /** One that is measured, not trained. */
  NDArray measured(String name, float value, long... shape) {
    return arrays.computeIfAbsent(name, n -> full(value, shape));
  }

  /** All values by name, to be altered and loaded again. */
  Map<String, float[]> copy() {
    Map<String, float[]> copy = new LinkedHashMap<>();
    arrays.forEach((name, array) -> copy.put(name, array.toFloatArray()));
    return copy;
  }

  /** Takes all values from a copy; those in it that {@code frozen} says are not trained. */
  void load(Map<String, float[]> copy, Predicate<String> frozen) {
    copy.forEach(
        (name, values) -> {
          NDArray array = arrays.get(name);
          array.set(values);
          array.setRequiresGradient(!frozen.test(name));
        });
  }

  Collection<Map.Entry<String, NDArray>> all() {
    return arrays.entrySet();
  }

  /** Values in C order. */
  float[] values(String name) {
    return arrays.get(name).toFloatArray();
  }

  private NDArray full(float value, long... shape) {
    return manager.full(new Shape(shape), value);
  }

  private static NDArray trainable(NDArray array) {
    array.setRequiresGradient(true);
    return array;
  }
}
