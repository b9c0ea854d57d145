package dev.brigandine.armor.random;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Observed;
import dev.brigandine.armor.engine.Observer;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes a failing graph small: it keeps one output, makes an earlier value the output, gives values
 * as inputs in place of what makes them, and takes out nodes that change no shape, for as long as
 * the graph goes on failing. What is left need not be the smallest there is.
 */
public final class Shrinker {
  /** Attempts at most. */
  private static final int ATTEMPTS = 600;

  private final Predicate<Case> fails;
  private int attempts;

  private Shrinker(Predicate<Case> fails) {
    this.fails = fails;
  }

  /**
   * A small graph that fails, too.
   *
   * @param failing for which {@code fails} holds
   * @param fails must answer false for graphs that are not valid
   */
  public static Case shrink(Case failing, Predicate<Case> fails) {
    return new Shrinker(fails).shrink(failing);
  }

  private Case shrink(Case failing) {
    Case least = failing;
    while (true) {
      Case smaller = smaller(least);
      if (smaller == null || attempts >= ATTEMPTS) {
        return smaller == null ? least : smaller;
      }
      least = smaller;
    }
  }

  /** Null if nothing smaller fails. */
  private Case smaller(Case one) {
    Graph graph = one.model().graph();
    for (String output : graph.outputs().keySet()) {
      if (graph.outputs().size() > 1) {
        Case found = tried(one, graph.nodes(), Set.of(output), Map.of());
        if (found != null) {
          return found;
        }
      }
    }
    // From the top: the first value that fails has the fewest nodes before it.
    for (Node node : graph.nodes()) {
      for (String value : node.outputs()) {
        boolean other = !value.isEmpty() && !graph.outputs().keySet().equals(Set.of(value));
        Case found = other ? tried(one, graph.nodes(), Set.of(value), Map.of()) : null;
        if (found != null) {
          return found;
        }
      }
    }
    Case found = cut(one);
    return found != null ? found : without(one);
  }

  /** With a value given in place of what makes it; late ones first. */
  private Case cut(Case one) {
    Graph graph = one.model().graph();
    List<String> values = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      values.addAll(graph.nodes().get(i).outputs());
    }
    values.remove("");
    values.removeAll(graph.outputs().keySet());
    if (values.isEmpty()) {
      return null;
    }
    List<Map<String, Tensor>> contents = new ArrayList<>();
    try {
      for (List<SampleTensor> inputs : one.inputs()) {
        contents.add(LoadedModel.run(one.model(), inputs, values));
      }
    } catch (OnnxException e) {
      return null;
    }
    for (String value : values) {
      List<SampleTensor> given = new ArrayList<>();
      for (Map<String, Tensor> run : contents) {
        Tensor tensor = run.get(value);
        if (tensor != null && word(tensor.elementType()) != null) {
          given.add(
              new SampleTensor(
                  value,
                  word(tensor.elementType()),
                  tensor.shape(),
                  tensor.data(),
                  tensor.strings()));
        }
      }
      Case found =
          given.size() == contents.size()
              ? tried(one, graph.nodes(), graph.outputs().keySet(), Map.of(value, given))
              : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Without a node whose output is like one of its inputs. */
  private Case without(Case one) {
    Graph graph = one.model().graph();
    Map<String, Observed> seen;
    try {
      seen = Observer.observe(one.model(), one.inputs().get(0));
    } catch (OnnxException e) {
      return null;
    }
    for (Node node : graph.nodes()) {
      for (String input : new LinkedHashSet<>(node.inputs())) {
        boolean like =
            node.outputs().size() == 1
                && !graph.constants().containsKey(input)
                && !graph.outputs().containsKey(node.output(0))
                && seen.get(input) != null
                && seen.get(input).equals(seen.get(node.output(0)));
        if (like) {
          List<Node> nodes = new ArrayList<>(graph.nodes());
          nodes.remove(node);
          nodes.replaceAll(n -> n.mapInputs(in -> in.equals(node.output(0)) ? input : in));
          Case found = tried(one, nodes, graph.outputs().keySet(), Map.of());
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  /** The case so changed, if it is smaller, and fails. */
  private Case tried(
      Case one, List<Node> nodes, Set<String> outputs, Map<String, List<SampleTensor>> given) {
    if (attempts >= ATTEMPTS) {
      return null;
    }
    Case changed = changed(one, nodes, outputs, given);
    if (weight(changed) >= weight(one) || changed.model().graph().nodes().isEmpty()) {
      return null;
    }
    attempts++;
    return fails.test(changed) ? changed : null;
  }

  private static int weight(Case one) {
    Graph graph = one.model().graph();
    return 100 * graph.nodes().size() + 10 * graph.outputs().size() + graph.inputs().size();
  }

  private static Case changed(
      Case one, List<Node> nodes, Set<String> outputs, Map<String, List<SampleTensor>> given) {
    Graph graph = one.model().graph();
    Set<String> needed = new HashSet<>(outputs);
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      boolean needs =
          node.outputs().stream().anyMatch(out -> needed.contains(out) && !given.containsKey(out));
      // A node of several outputs, one of which is given, can be neither kept nor left.
      if (needs) {
        kept.add(0, node);
        needed.addAll(node.reads());
      }
    }
    Map<String, ValueType> inputs = new LinkedHashMap<>(graph.inputs());
    given.forEach((name, runs) -> inputs.put(name, type(runs.get(0))));
    inputs.keySet().retainAll(needed);
    Map<String, Constant> constants = new LinkedHashMap<>(graph.constants());
    constants.keySet().retainAll(needed);
    Map<String, ValueType> typed = new LinkedHashMap<>();
    outputs.forEach(out -> typed.put(out, graph.outputs().getOrDefault(out, ValueType.unknown())));
    List<List<SampleTensor>> runs = new ArrayList<>();
    for (int run = 0; run < one.inputs().size(); run++) {
      List<SampleTensor> tensors = new ArrayList<>(one.inputs().get(run));
      for (List<SampleTensor> more : given.values()) {
        tensors.add(more.get(run));
      }
      tensors.removeIf(tensor -> !inputs.containsKey(tensor.name()));
      runs.add(tensors);
    }
    ModelGraph model = one.model().withGraph(new Graph(inputs, typed, kept, constants));
    return new Case(model, runs);
  }

  private static ValueType type(SampleTensor tensor) {
    List<String> dims = Arrays.stream(tensor.shape()).mapToObj(Long::toString).toList();
    return ValueType.tensor(id(tensor.type()), dims);
  }

  private static int id(String word) {
    for (int id = 1; id <= Draft.DOUBLE; id++) {
      if (word.equals(word(id))) {
        return id;
      }
    }
    throw new IllegalArgumentException(word);
  }

  /** The word of a sample for a type, or null for one that none is made of. */
  private static String word(int elementType) {
    return switch (elementType) {
      case Draft.FLOAT -> "float32";
      case Draft.UINT8 -> "uint8";
      case Draft.INT8 -> "int8";
      case Draft.INT32 -> "int32";
      case Draft.INT64 -> "int64";
      case Draft.BOOL -> "bool";
      case Draft.HALF -> "float16";
      case Draft.DOUBLE -> "float64";
      default -> null;
    };
  }
}
