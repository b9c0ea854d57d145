package dev.brigandine.bench;

/**
 * One figure of a comparison.
 *
 * @param ratio sealed over plain; NaN if it could not be taken
 * @param plain the plain side's value, in the unit the report names
 * @param sealed the sealed side's value
 */
public record Figure(double ratio, double plain, double sealed) {
  /** What could not be taken here. */
  public static final Figure UNAVAILABLE = new Figure(Double.NaN, Double.NaN, Double.NaN);

  /** The ratio of two single values. */
  static Figure of(double plain, double sealed) {
    return plain > 0 ? new Figure(sealed / plain, plain, sealed) : UNAVAILABLE;
  }

  /** Whether it could be taken. */
  public boolean available() {
    return !Double.isNaN(ratio);
  }
}
