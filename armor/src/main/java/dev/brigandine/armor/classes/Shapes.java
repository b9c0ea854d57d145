package dev.brigandine.armor.classes;

import java.util.HashMap;
import java.util.Map;

/** Element types and concrete shapes of values, as seen when the model ran. */
public final class Shapes {
  private record Seen(int elementType, long[] shape) {}

  private final Map<String, Seen> seen = new HashMap<>();

  /** Notes a value. */
  public void put(String value, int elementType, long... shape) {
    seen.put(value, new Seen(elementType, shape.clone()));
  }

  /** One to add to. */
  public Shapes copy() {
    Shapes copy = new Shapes();
    copy.seen.putAll(seen);
    return copy;
  }

  /** Whether anything is known of it. */
  public boolean knows(String value) {
    return seen.containsKey(value);
  }

  /** Number of axes. */
  public int rank(String value) {
    return seen.get(value).shape.length;
  }

  /** Size of one axis. */
  public long size(String value, int axis) {
    return seen.get(value).shape[axis];
  }

  /** All sizes; a copy. */
  public long[] of(String value) {
    return seen.get(value).shape.clone();
  }

  /** {@code TensorProto.DataType}. */
  public int elementType(String value) {
    return seen.get(value).elementType;
  }

  /** Elements in all. */
  public long count(String value) {
    long count = 1;
    for (long size : seen.get(value).shape) {
      count *= size;
    }
    return count;
  }

  /** Whether its elements are floats, of any width. */
  public boolean isFloat(String value) {
    int type = elementType(value);
    return type == 1 || type == 10 || type == 11 || type == 16;
  }

  /** Whether its elements are floats of at least 32 bits, which bear to be mixed. */
  public boolean isWideFloat(String value) {
    int type = elementType(value);
    return type == 1 || type == 11;
  }
}
