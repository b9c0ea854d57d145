package dev.brigandine.armor.locks;

import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.armor.rules.Gate;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.FreshNames;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts gates into a graph, where locks will stand. */
final class Gates {
  private final FreshNames fresh;
  private final Shapes shapes;
  private final List<Lock> locks = new ArrayList<>();

  /** What nodes that sites know by their first output make now. */
  private final Map<String, String> renamed = new HashMap<>();

  private ModelGraph model;

  private Gates(ModelGraph model, Shapes shapes) {
    this.model = model;
    this.fresh = new FreshNames(model);
    this.shapes = shapes;
  }

  /**
   * A model with gates.
   *
   * @param locks what the gates stand for, in the order of the sites
   */
  record Gated(ModelGraph model, List<Lock> locks) {}

  /** Puts a gate at each site; notes the shapes of the new values in {@code shapes}. */
  static Gated at(List<Site> sites, ModelGraph model, Shapes shapes) {
    Gates gates = new Gates(model, shapes);
    sites.forEach(gates::add);
    return new Gated(gates.model, gates.locks);
  }

  private void add(Site site) {
    String made = fresh.next(site.value());
    shapes.put(made, shapes.elementType(site.value()), shapes.of(site.value()));
    boolean all = site.readers().isEmpty();
    // If all read through the gate, the value's name goes to what comes out of it.
    String from = all ? made : site.value();
    String to = all ? site.value() : made;
    locks.add(Lock.of(site, to, () -> fresh.next("key")));
    Node gate = gate(site, from, to);
    Map<String, List<Integer>> inputs = new HashMap<>();
    site.readers()
        .forEach(
            reader ->
                inputs
                    .computeIfAbsent(
                        renamed.getOrDefault(reader.node(), reader.node()), n -> new ArrayList<>())
                    .add(reader.input()));
    if (all) {
      renamed.put(site.value(), made);
    }
    List<Node> nodes = new ArrayList<>();
    boolean placed = false;
    for (Node node : model.graph().nodes()) {
      Node next = node;
      if (!all && inputs.containsKey(node.output(0))) {
        if (!placed) {
          nodes.add(gate);
          placed = true;
        }
        List<String> names = new ArrayList<>(node.inputs());
        inputs.get(node.output(0)).forEach(i -> names.set(i, to));
        next = node.withInputs(names);
      }
      if (site.form() == Site.Form.PERMUTE) {
        // Within the model its channels stay in their secret order.
        next = next.mapInputs(name -> name.equals(site.value()) ? made : name);
      }
      boolean makes = all && node.outputs().contains(site.value());
      if (makes) {
        next =
            next.withOutputs(
                node.outputs().stream().map(o -> o.equals(site.value()) ? made : o).toList());
      }
      nodes.add(next);
      if (makes) {
        nodes.add(gate);
      }
    }
    model = model.withGraph(model.graph().withNodes(nodes));
  }

  private static Node gate(Site site, String from, String to) {
    String op =
        switch (site.form()) {
          case INDEX -> Gate.INDEX;
          case PERMUTE -> Gate.PERMUTE;
          default -> Gate.MIX;
        };
    Map<String, Attribute> axis = new LinkedHashMap<>();
    axis.put("axis", new Attribute.Int(site.axis()));
    return new Node("", Gate.DOMAIN, op, List.of(from), List.of(to), axis);
  }
}
