package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Relations;
import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A node as rules see it: with the shapes of its values and the constants among them. */
public final class Operation {
  private static final int FEW = 4096;

  private final Node node;
  private final Surroundings around;

  Operation(Node node, Surroundings around) {
    this.node = node;
    this.around = around;
  }

  Node node() {
    return node;
  }

  Surroundings around() {
    return around;
  }

  Shapes shapes() {
    return around.shapes();
  }

  String in(int i) {
    return node.input(i);
  }

  String out(int i) {
    return node.output(i);
  }

  boolean has(int input) {
    return !in(input).isEmpty();
  }

  int rank(String value) {
    return shapes().rank(value);
  }

  long size(Axis axis) {
    return shapes().size(axis.value(), axis.index());
  }

  /** All axes of a value, in order. */
  List<Axis> axes(String value) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < rank(value); i++) {
      axes.add(new Axis(value, i));
    }
    return axes;
  }

  /** An axis counted from the last if negative, as ONNX does. */
  Axis axis(String value, long index) {
    return new Axis(value, (int) (index < 0 ? index + rank(value) : index));
  }

  /** The axis of {@code value} that broadcasting lays on axis {@code index} of {@code rank}. */
  Axis broadcast(String value, int index, int rank) {
    int own = index - (rank - rank(value));
    return own < 0 ? null : new Axis(value, own);
  }

  /** Inputs that are there. */
  List<String> inputs() {
    return node.inputs().stream().filter(name -> !name.isEmpty()).toList();
  }

  /** Outputs that are wanted. */
  List<String> outputs() {
    return node.outputs().stream().filter(name -> !name.isEmpty()).toList();
  }

  /** The integers of a constant input; null if it is none, or a long one. */
  long[] integers(int input) {
    Constant constant = around.constant(in(input));
    if (constant == null || constant.count() > FEW) {
      return null;
    }
    ByteBuffer data = load(constant);
    long[] values = new long[(int) constant.count()];
    for (int i = 0; i < values.length; i++) {
      switch (constant.elementType()) {
        case 7 -> values[i] = data.getLong();
        case 6 -> values[i] = data.getInt();
        default -> {
          return null;
        }
      }
    }
    return values;
  }

  /** The attribute's integers, or those of the input that took its place in later opsets. */
  long[] integers(String attribute, int input) {
    List<Long> values = node.integers(attribute);
    if (values != null) {
      return values.stream().mapToLong(Long::longValue).toArray();
    }
    return has(input) ? integers(input) : null;
  }

  /** The single number in a constant float input; NaN if it is none. */
  double number(int input) {
    Constant constant = around.constant(in(input));
    if (constant == null || constant.count() != 1) {
      return Double.NaN;
    }
    ByteBuffer data = load(constant);
    return switch (constant.elementType()) {
      case 1 -> data.getFloat();
      case 11 -> data.getDouble();
      default -> Double.NaN;
    };
  }

  /** Every axis of every input and output stays as it is. */
  void fixAll(Relations relations) {
    for (String value : inputs()) {
      fixAll(value, relations);
    }
    for (String value : outputs()) {
      fixAll(value, relations);
    }
  }

  void fixAll(String value, Relations relations) {
    if (shapes().knows(value)) {
      axes(value).forEach(relations::fix);
    }
  }

  private static ByteBuffer load(Constant constant) {
    try {
      return constant.load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
