package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Passes on what a rule says and keeps which axes it spoke of; those it forgot stay as they are. So
 * a rule that says too little costs coverage, and no wrong answer.
 */
final class Heard implements Relations {
  private final Relations relations;
  private final Set<Axis> axes = new HashSet<>();

  Heard(Relations relations) {
    this.relations = relations;
  }

  /** Fixes each axis of the operator's inputs and outputs that was not spoken of. */
  void fixRest(Operation op) {
    for (List<String> values : List.of(op.inputs(), op.outputs())) {
      for (String value : values) {
        if (op.shapes().knows(value)) {
          for (Axis axis : op.axes(value)) {
            if (!axes.contains(axis) && op.size(axis) != 1) {
              relations.fix(axis);
            }
          }
        }
      }
    }
  }

  @Override
  public void tie(Axis one, Axis other, Level upTo) {
    heard(one, other);
    relations.tie(one, other, upTo);
  }

  @Override
  public void dual(Axis one, Axis other) {
    heard(one, other);
    relations.dual(one, other);
  }

  @Override
  public void align(Axis one, Axis other) {
    heard(one, other);
    relations.align(one, other);
  }

  @Override
  public void limit(Axis axis, Level upTo) {
    heard(axis);
    relations.limit(axis, upTo);
  }

  @Override
  public void free(Axis axis) {
    heard(axis);
  }

  @Override
  public void fix(Axis axis) {
    heard(axis);
    relations.fix(axis);
  }

  @Override
  public void reshape(List<Axis> from, List<Axis> to) {
    axes.addAll(from);
    axes.addAll(to);
    relations.reshape(from, to);
  }

  @Override
  public void concat(List<Axis> parts, Axis whole) {
    axes.addAll(parts);
    heard(whole);
    relations.concat(parts, whole);
  }

  @Override
  public void slice(Axis whole, long from, long to, Axis part) {
    heard(whole, part);
    relations.slice(whole, from, to, part);
  }

  @Override
  public void blocks(Axis whole, long blocks, Axis block) {
    heard(whole, block);
    relations.blocks(whole, blocks, block);
  }

  @Override
  public void absorb(Axis weight, Axis in, Axis out) {
    heard(weight, in, out);
    relations.absorb(weight, in, out);
  }

  @Override
  public void absorbDivisor(Axis weight, Axis in, Axis out) {
    heard(weight, in, out);
    relations.absorbDivisor(weight, in, out);
  }

  @Override
  public void adds(Axis axis) {
    relations.adds(axis);
  }

  private void heard(Axis... spoken) {
    for (Axis axis : spoken) {
      if (axis != null) {
        axes.add(axis);
      }
    }
  }
}
