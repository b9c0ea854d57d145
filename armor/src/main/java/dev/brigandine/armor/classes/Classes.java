package dev.brigandine.armor.classes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** First pass over the relations: which axes have the same channels. */
public final class Classes implements Relations {
  private final Shapes shapes;
  private final boolean exact;
  private final Map<Axis, ChannelClass> classes = new HashMap<>();

  /**
   * Nothing related yet.
   *
   * @param exact whether answers must stay the same to the bit, so that sums keep their order
   */
  public Classes(Shapes shapes, boolean exact) {
    this.shapes = shapes;
    this.exact = exact;
  }

  /** The class of an axis of a value whose shape is known. */
  public ChannelClass of(Axis axis) {
    return classes
        .computeIfAbsent(axis, a -> new ChannelClass(shapes.size(a.value(), a.index())))
        .find();
  }

  @Override
  public void tie(Axis one, Axis other, Level upTo) {
    ChannelClass.unify(of(one), of(other));
  }

  @Override
  public void dual(Axis one, Axis other) {
    ChannelClass.unify(of(one), of(other));
  }

  @Override
  public void align(Axis one, Axis other) {
    ChannelClass.unify(of(one), of(other));
  }

  @Override
  public void limit(Axis axis, Level upTo) {
    of(axis);
  }

  @Override
  public void fix(Axis axis) {
    of(axis).fix();
  }

  @Override
  public void reshape(List<Axis> from, List<Axis> to) {
    ChannelClass.unifyProducts(
        from.stream().map(this::of).toList(), to.stream().map(this::of).toList());
  }

  @Override
  public void concat(List<Axis> parts, Axis whole) {
    List<ChannelClass> segments =
        parts.stream().map(this::of).filter(part -> part.size() > 0).toList();
    if (!segments.isEmpty()) {
      ChannelClass.unify(of(whole), ChannelClass.concat(segments));
    }
  }

  @Override
  public void slice(Axis whole, long from, long to, Axis part) {
    ChannelClass slice = of(whole).slice(from, to);
    if (slice == null) {
      fix(whole);
      fix(part);
    } else {
      ChannelClass.unify(slice, of(part));
    }
  }

  @Override
  public void blocks(Axis whole, long blocks, Axis block) {
    ChannelClass outer = new ChannelClass(blocks);
    outer.fix();
    ChannelClass inner = block == null ? new ChannelClass(of(whole).size() / blocks) : of(block);
    ChannelClass.unify(of(whole), ChannelClass.product(List.of(outer, inner)));
  }

  @Override
  public void absorb(Axis weight, Axis in, Axis out) {
    ChannelClass.unify(of(weight), of(out));
    if (in != null) {
      ChannelClass.unify(of(in), of(out));
    }
  }

  @Override
  public void absorbDivisor(Axis weight, Axis in, Axis out) {
    absorb(weight, in, out);
  }

  @Override
  public void adds(Axis axis) {
    if (exact && shapes.isFloat(axis.value())) {
      fix(axis);
    }
  }
}
