package dev.brigandine.armor.engine;

import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A run of a graph that answers nothing but the types and shapes of its values. Behind each value
 * stand a Shape, and a Compress that keeps no element but tells the type: were the values
 * themselves outputs, ONNX Runtime would hold all of them until the end of the run, and those of a
 * vision model take gigabytes.
 */
final class Probe {
  /** Compress is there from this opset on. */
  private static final long COMPRESS = 9;

  private final ModelGraph model;
  private final Inlining inlining;
  private final String prefix;

  /** What to look at, in order. */
  private final List<String> values;

  private Probe(ModelGraph model, Inlining inlining, String prefix, List<String> values) {
    this.model = model;
    this.inlining = inlining;
    this.prefix = prefix;
    this.values = values;
  }

  /**
   * @param bodies whose values to look at, too
   * @param probed which values to look at, by the node that makes them
   */
  static Probe of(ModelGraph model, Predicate<Graph> bodies, Predicate<Node> probed) {
    Graph graph = model.graph();
    String prefix = unusedPrefix(graph);
    Inlining inlining = Inlining.of(graph, prefix + "b", bodies);
    Set<String> left = Tensorless.of(graph.withNodes(inlining.nodes()));
    Set<String> values = new LinkedHashSet<>();
    for (Node node : inlining.nodes()) {
      if (probed.test(node)) {
        values.addAll(node.outputs());
      }
    }
    values.remove("");
    values.removeAll(left);
    return new Probe(model, inlining, prefix, List.copyOf(values));
  }

  /** By the name in the graph, or in a body. */
  Map<String, Observed> run(List<SampleTensor> inputs) throws OnnxException {
    Map<String, Observed> seen = new LinkedHashMap<>();
    Map<String, Integer> types = model.opset() < COMPRESS ? typesOfOldModel() : Map.of();
    try (LoadedModel loaded =
            LoadedModel.open(OnnxModel.of(instrumented()), LoadedModel.Mode.PLAIN);
        Feeds feeds = Feeds.of(inputs)) {
      types = types.isEmpty() ? loaded.types() : types;
      Set<String> shapes = new LinkedHashSet<>();
      for (int i = 0; i < values.size(); i++) {
        shapes.add(shapeName(i));
      }
      Map<String, Tensor> answers = shapes.isEmpty() ? Map.of() : loaded.run(feeds, shapes);
      for (int i = 0; i < values.size(); i++) {
        Integer type = types.get(typeName(i));
        Tensor answer = answers.get(shapeName(i));
        if (type != null && type > 0 && answer != null) {
          seen.put(values.get(i), new Observed(type, longs(answer)));
        }
      }
    }
    return byOriginalName(seen, inputs);
  }

  private Map<String, Observed> byOriginalName(
      Map<String, Observed> seen, List<SampleTensor> inputs) {
    Map<String, Observed> known = new LinkedHashMap<>();
    for (SampleTensor input : inputs) {
      if (model.graph().inputs().containsKey(input.name())) {
        known.put(input.name(), new Observed(Types.named(input.type()), input.shape()));
      }
    }
    inlining.constants().forEach((name, constant) -> known.put(name, observed(constant)));
    known.putAll(seen);
    inlining
        .copies()
        .forEach(
            (original, copy) -> {
              if (known.containsKey(copy)) {
                known.put(original, known.get(copy));
              }
            });
    known.keySet().removeIf(name -> name.startsWith(prefix));
    return known;
  }

  private ModelGraph instrumented() {
    List<Node> nodes = new ArrayList<>(inlining.nodes());
    Map<String, Constant> constants = new LinkedHashMap<>(inlining.constants());
    Map<String, ValueType> outputs = new LinkedHashMap<>();
    boolean compress = model.opset() >= COMPRESS;
    String none = prefix + "none";
    for (int i = 0; i < values.size(); i++) {
      nodes.add(Node.of("Shape", List.of(values.get(i)), List.of(shapeName(i))));
      outputs.put(shapeName(i), ValueType.unknown());
      if (compress) {
        // Compress takes no scalars.
        String flat = prefix + "f" + i;
        nodes.add(
            Node.of("Flatten", List.of(values.get(i)), List.of(flat))
                .withAttributes(Map.of("axis", new Attribute.Int(0))));
        nodes.add(Node.of("Compress", List.of(flat, none), List.of(typeName(i))));
        outputs.put(typeName(i), ValueType.unknown());
      }
    }
    if (compress && !values.isEmpty()) {
      constants.put(none, Constant.of(Types.BOOL, List.of(1L), new byte[1]));
    }
    if (values.isEmpty()) {
      outputs.putAll(model.graph().outputs());
    }
    return with(nodes, constants, outputs);
  }

  /** Without a run: what ONNX Runtime infers for outputs of its own. */
  private Map<String, Integer> typesOfOldModel() throws OnnxException {
    Map<String, ValueType> outputs = new LinkedHashMap<>();
    values.forEach(value -> outputs.put(value, ValueType.unknown()));
    if (outputs.isEmpty()) {
      return Map.of();
    }
    ModelGraph open = with(inlining.nodes(), inlining.constants(), outputs);
    try (LoadedModel loaded = LoadedModel.open(OnnxModel.of(open), LoadedModel.Mode.PLAIN)) {
      Map<String, Integer> inferred = loaded.types();
      Map<String, Integer> types = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        types.put(typeName(i), inferred.get(values.get(i)));
      }
      return types;
    }
  }

  private ModelGraph with(
      List<Node> nodes, Map<String, Constant> constants, Map<String, ValueType> outputs) {
    Map<String, Long> opsets = new LinkedHashMap<>(model.opsets());
    opsets.putIfAbsent("", model.opset());
    return new ModelGraph(
        model.irVersion(),
        opsets,
        new Graph(model.graph().inputs(), outputs, nodes, constants),
        model.functions());
  }

  private String shapeName(int value) {
    return prefix + "s" + value;
  }

  private String typeName(int value) {
    return prefix + "t" + value;
  }

  private static Observed observed(Constant constant) {
    long[] shape = constant.shape().stream().mapToLong(Long::longValue).toArray();
    return new Observed(constant.elementType(), shape);
  }

  private static long[] longs(Tensor tensor) {
    LongBuffer buffer = tensor.data().asLongBuffer();
    long[] longs = new long[buffer.remaining()];
    buffer.get(longs);
    return longs;
  }

  private static String unusedPrefix(Graph graph) {
    Set<String> names = new LinkedHashSet<>();
    graph.forEachGraph(each -> names.addAll(each.makes()));
    String prefix = "probe/";
    while (true) {
      String tried = prefix;
      if (names.stream().noneMatch(name -> name.startsWith(tried))) {
        return prefix;
      }
      prefix = "/" + prefix;
    }
  }
}
