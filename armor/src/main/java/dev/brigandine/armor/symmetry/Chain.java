package dev.brigandine.armor.symmetry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One map after the other, the first one first; none, to change nothing. */
public record Chain(List<ChannelMap> maps) implements ChannelMap {
  /** Changes nothing. */
  public static final Chain NOTHING = new Chain(List.of());

  /** Copies the list. */
  public Chain {
    maps = List.copyOf(maps);
  }

  /** {@code first}, then {@code next}. */
  public static Chain of(ChannelMap first, ChannelMap next) {
    List<ChannelMap> maps = new ArrayList<>(parts(first));
    maps.addAll(parts(next));
    return new Chain(maps);
  }

  private static List<ChannelMap> parts(ChannelMap map) {
    return map instanceof Chain chain ? chain.maps : List.of(map);
  }

  /** Whether it changes nothing. */
  public boolean isNothing() {
    return maps.isEmpty();
  }

  @Override
  public void apply(double[] x, int width) {
    maps.forEach(map -> map.apply(x, width));
  }

  @Override
  public ChannelMap inverse() {
    List<ChannelMap> inverses = new ArrayList<>();
    maps.forEach(map -> inverses.add(map.inverse()));
    Collections.reverse(inverses);
    return new Chain(inverses);
  }

  @Override
  public ChannelMap dual() {
    return new Chain(maps.stream().map(ChannelMap::dual).toList());
  }
}
