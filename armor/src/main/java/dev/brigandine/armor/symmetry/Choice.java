package dev.brigandine.armor.symmetry;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.ChannelClass;
import dev.brigandine.armor.classes.Gauge;
import dev.brigandine.armor.classes.Gauges;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Occurrence;
import dev.brigandine.armor.rules.Analysis;
import dev.brigandine.onnx.graph.Constant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is done to every channel class and gauge of a model, drawn from a seed. */
public final class Choice {
  private final Analysis analysis;
  private final Map<ChannelClass, int[]> orders = new HashMap<>();
  private final Map<Gauge, ChannelMap> maps = new HashMap<>();

  /**
   * Draws for all that {@code given} leaves open.
   *
   * @param given by locks
   */
  public Choice(Analysis analysis, byte[] seed, Given given) {
    this.analysis = analysis;
    orders.putAll(given.orders());
    maps.putAll(given.maps());
    Draw draw = new Draw(seed);
    analysis
        .constants()
        .forEach(
            (name, constant) -> {
              for (int i = 0; i < constant.shape().size(); i++) {
                draw(new Axis(name, i), draw);
              }
            });
  }

  /**
   * What locks have settled already.
   *
   * @param orders of leaves
   * @param maps of gauges, for the side that is not inverted
   */
  public record Given(Map<ChannelClass, int[]> orders, Map<Gauge, ChannelMap> maps) {}

  private void draw(Axis axis, Draw draw) {
    List<ChannelClass> leaves = analysis.classes().of(axis).leaves();
    List<Occurrence> occurrences = analysis.gauges().of(axis);
    boolean wide = analysis.shapes().isWideFloat(axis.value());
    for (int i = 0; i < leaves.size(); i++) {
      ChannelClass leaf = leaves.get(i);
      String label = axis.value() + "/" + axis.index() + "/" + i;
      if (!leaf.isFixed() && !orders.containsKey(leaf)) {
        orders.put(leaf, draw.order(label, (int) leaf.size()));
      }
      draw(analysis.gauges().of(occurrences.get(i)).gauge(), label, wide, draw);
      for (Gauges.Factor factor : analysis.gauges().factors(occurrences.get(i))) {
        draw(analysis.gauges().of(factor.of()).gauge(), label + "/" + factor, wide, draw);
      }
    }
  }

  private void draw(Gauge gauge, String label, boolean wide, Draw draw) {
    if (gauge.level() != Level.NONE && !maps.containsKey(gauge)) {
      maps.put(gauge, draw.map(label, (int) gauge.size(), gauge.level(), wide));
    }
  }

  /** All constants as they become; those that stay are the same objects. */
  public Map<String, Constant> constants() {
    Map<String, Constant> changed = new LinkedHashMap<>();
    analysis.constants().forEach((name, c) -> changed.put(name, Changed.of(c, changes(name))));
    return changed;
  }

  /** What is done to the axes of a value, weight or not. */
  public List<AxisChange> changes(String value) {
    List<AxisChange> changes = new ArrayList<>();
    for (int i = 0; i < analysis.shapes().rank(value); i++) {
      Axis axis = new Axis(value, i);
      ChannelClass whole = analysis.classes().of(axis);
      int[] order = order(whole);
      List<AxisChange.Part> parts = new ArrayList<>();
      parts(whole, 0, 1, analysis.gauges().of(axis), 0, parts);
      changes.add(new AxisChange(i, isIdentity(order) ? null : order, parts));
    }
    return changes;
  }

  private int[] order(ChannelClass of) {
    int size = (int) of.size();
    if (of.isLeaf()) {
      return orders.getOrDefault(of.find(), identity(size));
    }
    int[] order = of.isProduct() ? new int[] {0} : new int[size];
    int at = 0;
    for (ChannelClass part : of.parts()) {
      int[] own = order(part);
      if (of.isProduct()) {
        int[] product = new int[order.length * own.length];
        for (int i = 0; i < product.length; i++) {
          product[i] = order[i / own.length] * own.length + own[i % own.length];
        }
        order = product;
      } else {
        for (int i = 0; i < own.length; i++) {
          order[at + i] = at + own[i];
        }
        at += own.length;
      }
    }
    return order;
  }

  /** Collects the maps of the leaves, and tells how many leaves there were. */
  private int parts(
      ChannelClass of,
      int start,
      int step,
      List<Occurrence> occurrences,
      int first,
      List<AxisChange.Part> parts) {
    if (of.isLeaf()) {
      if (of.size() <= 1) {
        return 0;
      }
      ChannelMap map = map(occurrences.get(first));
      if (!(map instanceof Chain chain && chain.isNothing())) {
        parts.add(new AxisChange.Part(start, (int) of.size(), step, map));
      }
      return 1;
    }
    int leaves = 0;
    long outer = 1;
    long inner = of.size();
    int at = start;
    for (ChannelClass part : of.parts()) {
      int found = 0;
      if (of.isProduct()) {
        inner /= part.size();
        for (int i = 0; i < outer; i++) {
          int from = start + (int) (i * part.size() * inner) * step;
          found = parts(part, from, step * (int) inner, occurrences, first + leaves, parts);
        }
        outer *= part.size();
      } else {
        found = parts(part, at, step, occurrences, first + leaves, parts);
        at += (int) part.size() * step;
      }
      leaves += found;
    }
    return leaves;
  }

  private ChannelMap map(Occurrence occurrence) {
    ChannelMap own = of(analysis.gauges().of(occurrence));
    double[] factors = null;
    for (Gauges.Factor factor : analysis.gauges().factors(occurrence)) {
      ChannelMap map = of(analysis.gauges().of(factor.of()));
      if (factor.inverse()) {
        map = map.inverse();
      }
      if (factors == null) {
        factors = new double[(int) analysis.gauges().of(factor.of()).gauge().size()];
        java.util.Arrays.fill(factors, 1);
      }
      // A map of factors alone, applied to ones, is its factors.
      map.apply(factors, 1);
    }
    return factors == null ? own : Chain.of(own, new Diagonal(factors));
  }

  private ChannelMap of(Gauge.Share share) {
    ChannelMap map = maps.getOrDefault(share.gauge(), Chain.NOTHING);
    return share.inverse() ? map.dual() : map;
  }

  private static int[] identity(int size) {
    int[] identity = new int[size];
    for (int i = 0; i < size; i++) {
      identity[i] = i;
    }
    return identity;
  }

  private static boolean isIdentity(int[] order) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] != i) {
        return false;
      }
    }
    return true;
  }
}
