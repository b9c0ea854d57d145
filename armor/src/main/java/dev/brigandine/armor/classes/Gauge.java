package dev.brigandine.armor.classes;

/**
 * What is done to the channels of an axis besides reordering, and to all axes that share it; some
 * of them have it inverted (and transposed), since operators sum over them. A node of a union-find
 * with signs.
 */
public final class Gauge {
  private final long size;
  private Gauge joined;
  private boolean inverted;
  private Level level;

  Gauge(long size, Level level) {
    this.size = size;
    this.level = level;
  }

  /**
   * What an occurrence has of a gauge.
   *
   * @param inverse whether it has the inverse, transposed
   */
  public record Share(Gauge gauge, boolean inverse) {}

  Share share() {
    Gauge found = this;
    boolean sign = false;
    while (found.joined != null) {
      sign ^= found.inverted;
      found = found.joined;
    }
    if (joined != null) {
      joined = found;
      inverted = sign;
    }
    return new Share(found, sign);
  }

  /** Channels. */
  public long size() {
    return size;
  }

  /** How far it may go. */
  public Level level() {
    return share().gauge.level;
  }

  void limit(Level upTo) {
    Gauge root = share().gauge;
    root.level = root.level.min(upTo);
  }

  /** From now on what one does, the other does, or undoes. */
  void join(Gauge other, boolean inverse) {
    Share one = share();
    Share two = other.share();
    boolean sign = one.inverse ^ two.inverse ^ inverse;
    if (one.gauge == two.gauge) {
      if (sign) {
        // Only what is its own inverse could stay; signs alone are not worth a case.
        one.gauge.level = Level.NONE;
      }
      return;
    }
    two.gauge.level = two.gauge.level.min(one.gauge.level);
    one.gauge.joined = two.gauge;
    one.gauge.inverted = sign;
  }
}
