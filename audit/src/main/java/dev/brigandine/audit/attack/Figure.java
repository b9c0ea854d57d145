package dev.brigandine.audit.attack;

import java.util.Objects;

/**
 * A measured number.
 *
 * @param id lower case with hyphens, unique within its outcome; thresholds name it
 * @param label as it is told to people
 * @param value finite
 * @param unit of the value
 */
public record Figure(String id, String label, double value, Unit unit) {
  /** How a value is to be read. */
  public enum Unit {
    /** From 0 to 1. */
    SHARE,
    /** A whole number. */
    COUNT,
    /** How many times as much. */
    RATIO,
    /** Bytes. */
    BYTES,
    /** Seconds. */
    SECONDS,
    /** Without a dimension. */
    NUMBER
  }

  /** Checks that the value is a number. */
  public Figure {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(unit, "unit");
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("a figure's id is lower case with hyphens, not " + id);
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(id + " is no finite number");
    }
  }

  /** A share from 0 to 1. */
  public static Figure share(String id, String label, double value) {
    return new Figure(id, label, value, Unit.SHARE);
  }

  /** A count. */
  public static Figure count(String id, String label, long value) {
    return new Figure(id, label, value, Unit.COUNT);
  }

  /** A ratio. */
  public static Figure ratio(String id, String label, double value) {
    return new Figure(id, label, value, Unit.RATIO);
  }
}
