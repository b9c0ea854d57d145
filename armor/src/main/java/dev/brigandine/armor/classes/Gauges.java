package dev.brigandine.armor.classes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Second pass over the same relations, once the classes are known: what may be done to the channels
 * of each axis besides reordering. Axes of one class may well be changed in different ways: between
 * them stands an operator that takes up the difference.
 */
public final class Gauges implements Relations {
  /** As wide in exponent as float32; binary16 is not, and a doubled activation may overflow. */
  private static final int BFLOAT16 = 16;

  private final Shapes shapes;
  private final Classes classes;
  private final Level most;
  private final Predicate<String> absorbs;
  private final Map<Occurrence, Gauge> gauges = new HashMap<>();
  private final Map<Occurrence, List<Factor>> factors = new HashMap<>();

  /**
   * A factor that a constant takes up.
   *
   * @param of the occurrence whose gauge it is
   * @param inverse whether its inverse
   */
  public record Factor(Occurrence of, boolean inverse) {}

  /**
   * Nothing related yet.
   *
   * @param most the most that may be done at all
   * @param absorbs tells of a value whether it is a constant that one node alone reads
   */
  public Gauges(Shapes shapes, Classes classes, Level most, Predicate<String> absorbs) {
    this.shapes = shapes;
    this.classes = classes;
    this.most = most;
    this.absorbs = absorbs;
  }

  /** What an occurrence has. */
  public Gauge.Share of(Occurrence occurrence) {
    return gauge(occurrence).share();
  }

  /** The occurrences of an axis, one for each leaf of its class. */
  public List<Occurrence> of(Axis axis) {
    int leaves = classes.of(axis).leaves().size();
    List<Occurrence> occurrences = new ArrayList<>(leaves);
    for (int i = 0; i < leaves; i++) {
      occurrences.add(new Occurrence(axis, i));
    }
    return occurrences;
  }

  /** What a constant's channels have to take up on top of their own gauge. */
  public List<Factor> factors(Occurrence weight) {
    return factors.getOrDefault(weight, List.of());
  }

  private Gauge gauge(Occurrence occurrence) {
    return gauges.computeIfAbsent(
        occurrence,
        o -> {
          long size = classes.of(o.axis()).leaves().get(o.leaf()).size();
          String value = o.axis().value();
          Level upTo =
              !shapes.isFloat(value)
                  ? Level.NONE
                  : shapes.isWideFloat(value)
                      ? Level.MIX
                      : shapes.elementType(value) == BFLOAT16 ? Level.POSITIVE : Level.NONE;
          return new Gauge(size, most.min(upTo));
        });
  }

  private void pair(List<Occurrence> one, List<Occurrence> other, boolean inverse, Level upTo) {
    boolean fit = one.size() == other.size();
    for (int i = 0; fit && i < one.size(); i++) {
      fit = gauge(one.get(i)).size() == gauge(other.get(i)).size();
    }
    if (!fit || upTo == Level.NONE) {
      one.forEach(o -> gauge(o).limit(Level.NONE));
      other.forEach(o -> gauge(o).limit(Level.NONE));
      return;
    }
    for (int i = 0; i < one.size(); i++) {
      Gauge gauge = gauge(one.get(i));
      gauge.limit(upTo);
      gauge.join(gauge(other.get(i)), inverse);
    }
  }

  @Override
  public void tie(Axis one, Axis other, Level upTo) {
    pair(of(one), of(other), false, upTo);
  }

  @Override
  public void dual(Axis one, Axis other) {
    pair(of(one), of(other), true, Level.MIX);
  }

  @Override
  public void align(Axis one, Axis other) {}

  @Override
  public void limit(Axis axis, Level upTo) {
    of(axis).forEach(o -> gauge(o).limit(upTo));
  }

  @Override
  public void fix(Axis axis) {
    limit(axis, Level.NONE);
  }

  @Override
  public void reshape(List<Axis> from, List<Axis> to) {
    pair(all(from), all(to), false, Level.MIX);
  }

  @Override
  public void concat(List<Axis> parts, Axis whole) {
    pair(all(parts), of(whole), false, Level.MIX);
  }

  @Override
  public void slice(Axis whole, long from, long to, Axis part) {
    List<Occurrence> all = of(whole);
    List<Occurrence> within = new ArrayList<>();
    List<ChannelClass> segments = new ArrayList<>();
    segments(classes.of(whole), segments);
    int at = 0;
    long start = 0;
    long channels = 0;
    for (ChannelClass segment : segments) {
      int leaves = segment.leaves().size();
      if (start >= from && start + segment.size() <= to) {
        within.addAll(all.subList(at, at + leaves));
        channels += segment.size();
      }
      at += leaves;
      start += segment.size();
    }
    if (channels != to - from) {
      // It cuts through what cannot be cut: the class is fixed, and so must be all else.
      limit(whole, Level.NONE);
    }
    pair(within, of(part), false, Level.MIX);
  }

  @Override
  public void blocks(Axis whole, long blocks, Axis block) {
    limit(whole, Level.NONE);
    if (block != null) {
      limit(block, Level.NONE);
    }
  }

  @Override
  public void absorb(Axis weight, Axis in, Axis out) {
    absorb(weight, in, out, false);
  }

  @Override
  public void absorbDivisor(Axis weight, Axis in, Axis out) {
    absorb(weight, in, out, true);
  }

  private void absorb(Axis weight, Axis in, Axis out, boolean divisor) {
    limit(weight, Level.NONE);
    boolean able = absorbs.test(weight.value()) && shapes.isFloat(weight.value());
    if (!able) {
      if (in != null) {
        tie(in, out, Level.SIGNED);
      } else {
        limit(out, Level.NONE);
      }
      return;
    }
    limit(out, Level.SIGNED);
    note(weight, out, divisor);
    if (in != null) {
      limit(in, Level.SIGNED);
      note(weight, in, !divisor);
    }
  }

  private void note(Axis weight, Axis from, boolean inverse) {
    List<Occurrence> weights = of(weight);
    List<Occurrence> sources = of(from);
    for (int i = 0; i < weights.size(); i++) {
      factors
          .computeIfAbsent(weights.get(i), o -> new ArrayList<>(2))
          .add(new Factor(sources.get(i), inverse));
    }
  }

  @Override
  public void adds(Axis axis) {}

  private List<Occurrence> all(List<Axis> axes) {
    List<Occurrence> all = new ArrayList<>();
    axes.forEach(axis -> all.addAll(of(axis)));
    return all;
  }

  private static void segments(ChannelClass of, List<ChannelClass> segments) {
    if (of.isLeaf() || of.isProduct()) {
      segments.add(of);
    } else {
      of.parts().forEach(part -> segments(part, segments));
    }
  }
}
