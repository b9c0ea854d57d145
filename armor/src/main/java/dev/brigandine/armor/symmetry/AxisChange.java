package dev.brigandine.armor.symmetry;

import java.util.List;

/**
 * What happens to one axis of a weight.
 *
 * @param axis which
 * @param order what was at {@code order[i]} comes to i; null if nothing moves
 * @param maps then applied, each to a part of the axis
 */
public record AxisChange(int axis, int[] order, List<Part> maps) {
  /**
   * A map of some of the axis: of {@code channels} places, {@code step} apart, the first of them at
   * {@code start} and at each of the {@code step - 1} places after it.
   */
  public record Part(int start, int channels, int step, ChannelMap map) {}

  /** Copies the list. */
  public AxisChange {
    maps = List.copyOf(maps);
  }

  boolean isNothing() {
    return order == null && maps.isEmpty();
  }
}
