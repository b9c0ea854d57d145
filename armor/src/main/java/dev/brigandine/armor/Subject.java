package dev.brigandine.armor;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.armor.engine.Observed;
import dev.brigandine.armor.engine.Observer;
import dev.brigandine.armor.passes.Unshare;
import dev.brigandine.armor.rules.Care;
import dev.brigandine.armor.rules.Facts;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The model to be rewritten, and what was learnt by running it.
 *
 * @param original as it was read
 * @param graph the same with small constants unshared
 * @param samples inputs that the model takes, in runs
 * @param exact whether it computes with integers, so that answers must stay the same to the bit
 */
record Subject(
    OnnxModel original,
    ModelGraph graph,
    List<List<SampleTensor>> samples,
    Shapes shapes,
    List<Axis> moving,
    Set<String> rigid,
    boolean exact) {
  private static final Set<String> INTEGER_OPS =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "MatMulInteger",
          "ConvInteger",
          "QLinearConv",
          "QLinearMatMul");

  /** Other sizes than the first sample has: what changes with them is no channel. */
  private static final List<Map<String, Long>> OTHER_SIZES =
      List.of(
          Map.of("batch", 3L, "sequence", 11L, "past", 5L, "height", 96L, "width", 160L),
          Map.of("batch", 3L, "sequence", 11L, "past", 5L),
          Map.of("batch", 3L, "samples", 2048L),
          Map.of("batch", 3L),
          Map.of("sequence", 11L));

  static Subject of(OnnxModel model, List<List<SampleTensor>> given) throws OnnxException {
    ModelGraph graph = Unshare.of(model.toGraph());
    List<List<SampleTensor>> samples = new ArrayList<>(given);
    SampleInputs drawn = given.isEmpty() ? SampleInputs.of(model) : null;
    if (drawn != null) {
      samples.add(drawn.draw(1));
    }
    Map<String, Observed> seen = Observer.observe(graph, samples.get(0));
    Shapes shapes = new Shapes();
    seen.forEach((name, value) -> shapes.put(name, value.elementType(), value.shape()));
    graph
        .graph()
        .forEachGraph(each -> each.constants().forEach((name, c) -> note(shapes, name, c)));
    List<Axis> moving = new ArrayList<>();
    for (List<SampleTensor> sample : given) {
      moving(seen, Observer.observe(graph, sample), moving);
    }
    if (given.size() == 1) {
      lookAgain(model, graph, seen, moving);
    }
    for (int i = 0; drawn != null && samples.size() == 1 && i < OTHER_SIZES.size(); i++) {
      if (drawn.dimensions().isEmpty()) {
        samples.add(drawn.draw(2));
        break;
      }
      try {
        List<SampleTensor> other = drawn.draw(2, OTHER_SIZES.get(i));
        moving(seen, Observer.observe(graph, other), moving);
        samples.add(other);
      } catch (OnnxException e) {
        // The model does not take these sizes together; some models take few.
        continue;
      }
    }
    boolean exact = isExact(graph.graph());
    return new Subject(
        model, graph, List.copyOf(samples), shapes, moving, rigid(graph.graph()), exact);
  }

  /** One sample does not tell what moves; what its author did not think of is asked of others. */
  private static void lookAgain(
      OnnxModel model, ModelGraph graph, Map<String, Observed> seen, List<Axis> moving) {
    for (Map<String, Long> sizes : OTHER_SIZES) {
      try {
        List<SampleTensor> other = SampleInputs.of(model).draw(2, sizes);
        moving(seen, Observer.observe(graph, other), moving);
        return;
      } catch (OnnxException e) {
        // The model does not take these sizes, or none but its author's.
        continue;
      }
    }
    graph.graph().outputs().forEach((name, type) -> open(name, type, moving));
  }

  /** Axes of which the model itself says no size. */
  private static void open(String name, ValueType type, List<Axis> moving) {
    for (int i = 0; type.dims() != null && i < type.dims().size(); i++) {
      if (!type.dims().get(i).matches("[0-9]+")) {
        moving.add(new Axis(name, i));
      }
    }
  }

  private static void note(Shapes shapes, String name, Constant constant) {
    long[] shape = constant.shape().stream().mapToLong(Long::longValue).toArray();
    shapes.put(name, constant.elementType(), shape);
  }

  /** What the rules need to know. */
  Facts facts(Care care) {
    return new Facts(shapes, moving, rigid, care);
  }

  private static void moving(
      Map<String, Observed> seen, Map<String, Observed> again, List<Axis> moving) {
    seen.forEach(
        (name, value) -> {
          Observed other = again.get(name);
          boolean same = other != null && other.rank() == value.rank();
          for (int i = 0; i < value.rank(); i++) {
            if (!same || other.size(i) != value.size(i)) {
              moving.add(new Axis(name, i));
            }
          }
        });
  }

  /** Whether it computes with integers. */
  static boolean isExact(Graph graph) {
    for (Node node : graph.nodes()) {
      if (INTEGER_OPS.contains(node.op()) || node.bodies().stream().anyMatch(Subject::isExact)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> rigid(Graph main) throws OnnxException {
    Set<String> rigid = new HashSet<>();
    Map<String, Constant> all = new HashMap<>();
    main.forEachGraph(graph -> all.putAll(graph.constants()));
    for (var entry : all.entrySet()) {
      try {
        if (!Finite.all(entry.getValue())) {
          rigid.add(entry.getKey());
        }
      } catch (OnnxException e) {
        throw e;
      } catch (IOException e) {
        throw new OnnxException(
            "unreadable", "the model's data cannot be read", "check the files and the disk", e);
      }
    }
    return rigid;
  }
}
