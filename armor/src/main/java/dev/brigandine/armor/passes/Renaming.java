package dev.brigandine.armor.passes;

import dev.brigandine.armor.symmetry.SecretRandom;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names that say nothing, and an order that says nothing: values are numbered in a random order,
 * symbolic sizes as they come, nodes lose their names, constants are shuffled, nodes are put in a
 * random topological order. Names of operators, and of functions that the model brings, stay.
 */
public final class Renaming {
  private final SecretRandom random;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> symbols = new HashMap<>();

  private Renaming(SecretRandom random) {
    this.random = random;
  }

  /**
   * A renamed model.
   *
   * @param names what each value is called now, by its former name
   */
  public record Renamed(ModelGraph model, Map<String, String> names) {}

  /** Renames and shuffles, the same way for the same seed. */
  public static Renamed of(ModelGraph model, byte[] seed) {
    Renaming renaming = new Renaming(new SecretRandom(seed, "names"));
    List<String> all = new ArrayList<>();
    renaming.collect(model.graph(), all);
    int[] numbers = renaming.random.permutation(all.size());
    for (int i = 0; i < all.size(); i++) {
      renaming.names.put(all.get(i), "v" + numbers[i]);
    }
    Graph graph = renaming.graph(model.graph());
    return new Renamed(model.withGraph(graph), renaming.names);
  }

  private void collect(Graph graph, List<String> all) {
    all.addAll(graph.inputs().keySet());
    all.addAll(graph.constants().keySet());
    for (Node node : graph.nodes()) {
      node.outputs().stream().filter(name -> !name.isEmpty()).forEach(all::add);
      node.bodies().forEach(body -> collect(body, all));
    }
  }

  private Graph graph(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : Order.shuffled(graph, random)) {
      Map<String, Attribute> attributes = new LinkedHashMap<>();
      node.attributes().forEach((key, value) -> attributes.put(key, attribute(value)));
      nodes.add(
          node.mapInputs(this::name)
              .withOutputs(node.outputs().stream().map(this::name).toList())
              .withName("")
              .withAttributes(attributes));
    }
    List<String> order = new ArrayList<>(graph.constants().keySet());
    int[] shuffle = random.permutation(order.size());
    Map<String, Constant> constants = new LinkedHashMap<>();
    for (int from : shuffle) {
      constants.put(name(order.get(from)), graph.constants().get(order.get(from)));
    }
    return new Graph(types(graph.inputs()), types(graph.outputs()), nodes, constants);
  }

  private Attribute attribute(Attribute attribute) {
    if (attribute instanceof Attribute.Body body) {
      return new Attribute.Body(graph(body.value()));
    }
    if (attribute instanceof Attribute.Bodies bodies) {
      return new Attribute.Bodies(bodies.values().stream().map(this::graph).toList());
    }
    return attribute;
  }

  private Map<String, ValueType> types(Map<String, ValueType> types) {
    Map<String, ValueType> renamed = new LinkedHashMap<>();
    types.forEach((name, type) -> renamed.put(name(name), type(type)));
    return Collections.unmodifiableMap(renamed);
  }

  private ValueType type(ValueType type) {
    if (type.dims() == null || type.proto() != null) {
      return type;
    }
    List<String> dims = new ArrayList<>();
    for (String dim : type.dims()) {
      boolean said = dim.equals("?") || dim.matches("[0-9]*");
      dims.add(said ? dim : symbols.computeIfAbsent(dim, d -> "d" + symbols.size()));
    }
    return ValueType.tensor(type.elementType(), dims);
  }

  private String name(String old) {
    return old.isEmpty() ? old : names.getOrDefault(old, old);
  }
}
