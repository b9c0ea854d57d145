package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Classes;
import dev.brigandine.armor.classes.Gauges;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Occurrence;
import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A model with the channel classes and gauges of all its axes. */
public final class Analysis {
  private final ModelGraph model;
  private final Facts facts;
  private final Surroundings around;
  private final Classes classes;
  private final Gauges gauges;
  private final Set<String> unknown;
  private final Map<String, Constant> constants = new LinkedHashMap<>();

  private Analysis(ModelGraph model, Facts facts) {
    this.model = model;
    this.facts = facts;
    this.around = new Surroundings(model, facts.shapes());
    Walk walk = new Walk(model, around, facts);
    this.classes = new Classes(facts.shapes(), facts.care().isExact());
    walk.relate(classes);
    Level most = facts.care().most();
    this.gauges = new Gauges(facts.shapes(), classes, most, this::absorbs);
    walk.relate(gauges);
    this.unknown = walk.unknown();
    collect(model.graph());
  }

  /** Applies all rules to {@code model}. */
  public static Analysis of(ModelGraph model, Facts facts) {
    return new Analysis(model, facts);
  }

  private boolean absorbs(String value) {
    return around.absorbs(value) && !facts.rigid().contains(value);
  }

  private void collect(Graph graph) {
    constants.putAll(graph.constants());
    for (Node node : graph.nodes()) {
      node.bodies().forEach(this::collect);
    }
  }

  /** The model that was looked at. */
  public ModelGraph model() {
    return model;
  }

  /** What was known of it before. */
  public Facts facts() {
    return facts;
  }

  /** Shapes of its values. */
  public Shapes shapes() {
    return facts.shapes();
  }

  /** Its nodes and constants by value. */
  public Surroundings around() {
    return around;
  }

  /** The channel classes of its axes. */
  public Classes classes() {
    return classes;
  }

  /** What may be done to them. */
  public Gauges gauges() {
    return gauges;
  }

  /** Operators without a rule. */
  public Set<String> unknown() {
    return unknown;
  }

  /** All constants, those of bodies too, in order. */
  public Map<String, Constant> constants() {
    return constants;
  }

  /** Whether a symmetry moves the constant along some axis. */
  public boolean isMoved(String constant) {
    for (int i = 0; i < constants.get(constant).shape().size(); i++) {
      Axis axis = new Axis(constant, i);
      boolean ordered = classes.of(axis).leaves().stream().anyMatch(leaf -> !leaf.isFixed());
      if (ordered || gauges.of(axis).stream().anyMatch(this::isChanged)) {
        return true;
      }
    }
    return false;
  }

  /** Whether anything is done to it beyond reordering. */
  public boolean isChanged(Occurrence occurrence) {
    return gauges.of(occurrence).gauge().level() != Level.NONE
        || gauges.factors(occurrence).stream()
            .anyMatch(factor -> gauges.of(factor.of()).gauge().level() != Level.NONE);
  }
}
