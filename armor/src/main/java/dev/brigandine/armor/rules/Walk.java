package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;
import dev.brigandine.armor.classes.Widths;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Applies the rules to all nodes of a model, those of bodies too. */
public final class Walk {
  private static final Set<String> FLOAT_SUMS =
      Set.of("MatMul", "Gemm", "Einsum", "Conv", "ConvTranspose", "LSTM", "GRU", "RNN");

  private final ModelGraph model;
  private final Surroundings around;
  private final Facts facts;
  private final Set<String> unknown = new TreeSet<>();

  /** Of {@code model}. */
  public Walk(ModelGraph model, Surroundings around, Facts facts) {
    this.model = model;
    this.around = around;
    this.facts = facts;
  }

  /** Tells {@code relations} all that the rules say; and that the world outside sees. */
  public void relate(Relations relations) {
    Graph graph = model.graph();
    List<String> seen = new ArrayList<>(graph.inputs().keySet());
    seen.addAll(graph.outputs().keySet());
    for (String value : seen) {
      fix(value, relations);
    }
    facts.moving().forEach(relations::fix);
    relate(graph, relations);
  }

  /** Operators without a rule, each once. */
  public Set<String> unknown() {
    return unknown;
  }

  private void relate(Graph graph, Relations relations) {
    graph.constants().forEach((name, constant) -> constant(name, constant, relations));
    for (Node node : graph.nodes()) {
      Operation op = new Operation(node, around);
      Optional<Rule> rule = RuleTable.of(node);
      boolean control = !node.bodies().isEmpty();
      boolean still = isStill(node);
      if (rule.isEmpty()) {
        unknown.add(node.domain().isEmpty() ? node.op() : node.domain() + ":" + node.op());
      }
      if (rule.isEmpty() && control) {
        Control.CLOSED.relate(op, relations);
      } else if (rule.isPresent() && !still && (control || known(node))) {
        Heard heard = new Heard(relations);
        try {
          rule.get().relate(op, heard);
          heard.fixRest(op);
        } catch (IndexOutOfBoundsException e) {
          // An operand has fewer axes than the operator's description gives it.
          op.fixAll(relations);
        }
      } else {
        op.fixAll(relations);
      }
      for (Graph body : node.bodies()) {
        relate(body, relations);
      }
    }
  }

  private void constant(String name, Constant constant, Relations relations) {
    if (Widths.of(constant.elementType()) == 0) {
      fix(name, relations);
    } else if (facts.rigid().contains(name)) {
      for (int i = 0; i < constant.shape().size(); i++) {
        relations.limit(new Axis(name, i), Level.NONE);
      }
    }
  }

  /** Whether nothing may be done around the node, as careful as we are. */
  private boolean isStill(Node node) {
    boolean sums =
        FLOAT_SUMS.contains(node.op())
            && around.shapes().knows(node.output(0))
            && around.shapes().isFloat(node.output(0));
    return facts.care() == Care.STILL || facts.care() == Care.INTEGERS && sums;
  }

  private boolean known(Node node) {
    List<String> values = new ArrayList<>(node.inputs());
    values.addAll(node.outputs());
    return values.stream().allMatch(name -> name.isEmpty() || around.shapes().knows(name));
  }

  private void fix(String value, Relations relations) {
    if (around.shapes().knows(value)) {
      for (int i = 0; i < around.shapes().rank(value); i++) {
        relations.fix(new Axis(value, i));
      }
    }
  }
}
