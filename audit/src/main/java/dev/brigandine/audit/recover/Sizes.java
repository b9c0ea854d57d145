package dev.brigandine.audit.recover;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.armor.engine.Observed;
import dev.brigandine.armor.engine.Observer;
import dev.brigandine.armor.rules.Care;
import dev.brigandine.armor.rules.Facts;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shapes of the base's values, and which axes change with the input, by running it. */
final class Sizes {
  private static final Set<String> INTEGER_OPS =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "MatMulInteger",
          "ConvInteger",
          "QLinearConv",
          "QLinearMatMul");

  /** Other sizes than the first run has; a model takes some of them. */
  private static final List<Map<String, Long>> OTHER =
      List.of(
          Map.of("batch", 3L, "sequence", 11L, "past", 5L, "height", 96L, "width", 160L),
          Map.of("batch", 3L, "sequence", 11L, "past", 5L),
          Map.of("batch", 3L, "samples", 2048L),
          Map.of("batch", 3L),
          Map.of("sequence", 11L));

  private final Map<String, Observed> seen;
  private final List<Axis> moving = new ArrayList<>();
  private final boolean exact;

  private Sizes(Map<String, Observed> seen, boolean exact) {
    this.seen = seen;
    this.exact = exact;
  }

  /**
   * Runs the base a few times.
   *
   * @throws OnnxException if it does not run on inputs that are drawn for it
   */
  static Sizes of(ModelGraph base) throws OnnxException {
    SampleInputs inputs = SampleInputs.of(OnnxModel.of(base));
    Sizes sizes = new Sizes(Observer.observe(base, inputs.draw(1)), isExact(base.graph()));
    if (!inputs.dimensions().isEmpty()) {
      for (Map<String, Long> other : OTHER) {
        try {
          sizes.compare(Observer.observe(base, inputs.draw(2, other)));
        } catch (OnnxException e) {
          // The model does not take these sizes together.
          continue;
        }
      }
    }
    return sizes;
  }

  /** The shape of a value, or null. */
  Observed of(String baseValue) {
    return seen.get(baseValue);
  }

  /** The same of a captured graph, whose values were paired with the base's. */
  Facts facts(ModelGraph captured, Map<String, String> values) {
    Shapes shapes = new Shapes();
    List<Axis> moved = new ArrayList<>();
    values.forEach(
        (mine, theirs) -> {
          Observed value = seen.get(theirs);
          if (value != null) {
            shapes.put(mine, value.elementType(), value.shape());
          }
          moving.stream()
              .filter(axis -> axis.value().equals(theirs))
              .forEach(axis -> moved.add(new Axis(mine, axis.index())));
        });
    captured
        .graph()
        .forEachGraph(
            graph ->
                graph
                    .constants()
                    .forEach(
                        (name, constant) ->
                            shapes.put(
                                name,
                                constant.elementType(),
                                constant.shape().stream().mapToLong(Long::longValue).toArray())));
    return new Facts(shapes, moved, Set.of(), exact ? Care.EXACT : Care.MIXING);
  }

  private void compare(Map<String, Observed> again) {
    seen.forEach(
        (name, value) -> {
          Observed other = again.get(name);
          boolean same = other != null && other.rank() == value.rank();
          for (int i = 0; i < value.rank(); i++) {
            Axis axis = new Axis(name, i);
            if ((!same || other.size(i) != value.size(i)) && !moving.contains(axis)) {
              moving.add(axis);
            }
          }
        });
  }

  private static boolean isExact(Graph graph) {
    for (Node node : graph.nodes()) {
      if (INTEGER_OPS.contains(node.op()) || node.bodies().stream().anyMatch(Sizes::isExact)) {
        return true;
      }
    }
    return false;
  }
}
