package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An ONNX graph that PyTorch computes, with gradients for those of its constants that are trained.
 * In memory only. Computes ONNX's own operators, without branches, loops and functions, in float32;
 * agrees with ONNX Runtime to rounding (1e-4 of the answers' scale on the networks of its test).
 * Not for several threads at once.
 */
public final class TorchGraph implements AutoCloseable {
  /** Of {@link #MIX}. */
  public static final String DOMAIN = "brigandine.audit";

  /**
   * An operator of our own: the product of an axis (attribute {@code axis}) of the first input, of
   * size n, with the second, [n, n]. ONNX Runtime does not know it.
   */
  public static final String MIX = "Mix";

  private static final Set<String> HEAVY = Set.of("MatMul", "Gemm", "Conv", "LSTM");

  private final ModelGraph model;
  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Map<String, NDArray> trained = new LinkedHashMap<>();
  private final Map<String, Value> fixed = new LinkedHashMap<>();
  private final Set<String> measured;

  /** Values that depend on what is trained. */
  private final Set<String> moving = new HashSet<>();

  private final Map<Set<String>, List<Node>> plans = new HashMap<>();

  private TorchGraph(ModelGraph model) {
    this.model = model;
    this.measured = Parameters.measured(model);
  }

  /**
   * Loads a graph.
   *
   * @param trained by the name of a constant; asked for those of float32 that have more than one
   *     element and are no running statistics
   * @throws UnsupportedGraphException if there is an operator that is not computed here
   */
  public static TorchGraph open(ModelGraph model, Predicate<String> trained)
      throws UnsupportedGraphException {
    check(model);
    TorchGraph graph = new TorchGraph(model);
    Set<String> trainable = Parameters.trainable(model);
    model
        .graph()
        .constants()
        .forEach(
            (name, constant) -> {
              Value value = Elements.value(constant, graph.manager);
              if (value instanceof Real real && trainable.contains(name) && trained.test(name)) {
                real.array().setRequiresGradient(true);
                graph.trained.put(name, real.array());
              } else {
                graph.fixed.put(name, value);
              }
            });
    graph.moving.addAll(graph.trained.keySet());
    for (Node node : model.graph().nodes()) {
      if (node.inputs().stream().anyMatch(graph.moving::contains)) {
        graph.moving.addAll(node.outputs());
      }
    }
    graph.moving.remove("");
    return graph;
  }

  /**
   * Says whether a graph can be computed, before it is loaded.
   *
   * @throws UnsupportedGraphException naming the first thing that is not
   */
  public static void check(ModelGraph model) throws UnsupportedGraphException {
    for (Node node : model.graph().nodes()) {
      if (Operators.of(node) == null) {
        throw new UnsupportedGraphException(
            "the operator "
                + (node.domain().isEmpty() ? "" : node.domain() + ".")
                + node.op()
                + " has no gradients here");
      }
    }
  }

  /** What is trained, by name: leaves that an optimizer changes in place. */
  public Map<String, NDArray> trained() {
    return Collections.unmodifiableMap(trained);
  }

  /** PyTorch adds the gradients of a step to those before, unless they are forgotten. */
  public void forgetGradients() {
    for (NDArray array : trained.values()) {
      try (NDArray gradient = array.getGradient()) {
        gradient.subi(gradient);
      }
    }
  }

  /** Whether a good part of the graph does not depend on what is trained. */
  public boolean hasFixedPart() {
    long still =
        model.graph().nodes().stream()
            .filter(node -> !moves(node))
            .filter(node -> HEAVY.contains(node.op()))
            .count();
    return still > 0;
  }

  /** A memory for one step, to be closed after it. */
  public NDManager newStep() {
    return manager.newSubManager();
  }

  /**
   * Inputs, as far as the graph can be computed without what is trained. Closing it frees them.
   * Outlives no change of the constants that are not trained.
   */
  public static final class Prepared implements AutoCloseable {
    private final NDManager manager;
    private final Map<String, Value> values;

    private Prepared(NDManager manager, Map<String, Value> values) {
      this.manager = manager;
      this.values = values;
    }

    /** What PyTorch holds for it. */
    public long bytes() {
      return values.values().stream()
          .filter(Real.class::isInstance)
          .mapToLong(value -> 4L * Whole.count(value.shape()))
          .sum();
    }

    /** Lets a step close it. */
    public void handTo(NDManager step) {
      step.attachInternal("prepared", this);
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  /**
   * Prepares inputs.
   *
   * @param output the one that will be asked for
   */
  public Prepared prepare(List<SampleTensor> inputs, String output) {
    NDManager kept = manager.newSubManager();
    try (NDManager step = manager.newSubManager()) {
      Map<String, Value> values = new HashMap<>();
      for (SampleTensor input : inputs) {
        values.put(input.name(), Elements.value(input, step));
      }
      compute(step, values, false, node -> !moves(node), Set.of());
      Set<String> read = new HashSet<>();
      for (Node node : model.graph().nodes()) {
        if (moves(node)) {
          read.addAll(node.inputs());
        }
      }
      read.add(output);
      Map<String, Value> frontier = new HashMap<>();
      for (Map.Entry<String, Value> entry : values.entrySet()) {
        if (read.contains(entry.getKey()) && !fixed.containsKey(entry.getKey())) {
          if (entry.getValue() instanceof Real real) {
            NDArray array = real.array().stopGradient();
            array.attach(kept);
            frontier.put(entry.getKey(), new Real(array));
          } else {
            frontier.put(entry.getKey(), entry.getValue());
          }
        }
      }
      return new Prepared(kept, frontier);
    }
  }

  /**
   * Computes an output.
   *
   * @param step of what is computed
   * @param training whether batch normalizations go by the batch, and learn from it
   */
  public NDArray answer(NDManager step, Prepared inputs, String output, boolean training) {
    Map<String, Value> values = new HashMap<>();
    inputs.values.forEach((name, value) -> values.put(name, alias(value, step)));
    compute(step, values, training, this::moves, Set.of(output));
    return ((Real) values.get(output)).array();
  }

  /**
   * Computes an output from arrays, with gradients for those that require them; of those that are
   * trained there are gradients, too.
   *
   * @param floats inputs of floats by name
   */
  public NDArray answer(NDManager step, Map<String, NDArray> floats, String output) {
    Map<String, Value> values = new HashMap<>();
    floats.forEach((name, array) -> values.put(name, new Real(array)));
    compute(step, values, false, node -> true, Set.of(output));
    return ((Real) values.get(output)).array();
  }

  /** The graph with the constants as they are now. */
  public ModelGraph model() {
    Graph graph = model.graph();
    Map<String, Constant> constants = new LinkedHashMap<>(graph.constants());
    weights()
        .forEach(
            (name, values) ->
                constants.put(name, Constant.of(graph.constants().get(name).shape(), values)));
    return model.withGraph(graph.withConstants(constants));
  }

  /** A copy of all that training changes, running statistics included. */
  public Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    trained.forEach((name, array) -> weights.put(name, array.toFloatArray()));
    measured.forEach(
        name -> {
          if (fixed.get(name) instanceof Real real) {
            weights.put(name, real.array().toFloatArray());
          }
        });
    return weights;
  }

  /** Goes back to a copy. */
  public void load(Map<String, float[]> weights) {
    weights.forEach(
        (name, values) -> {
          NDArray array = trained.get(name);
          (array != null ? array : ((Real) fixed.get(name)).array()).set(values);
        });
  }

  @Override
  public void close() {
    manager.close();
  }

  private void compute(
      NDManager step,
      Map<String, Value> values,
      boolean training,
      Predicate<Node> which,
      Set<String> wanted) {
    for (Node node : wanted.isEmpty() ? model.graph().nodes() : needed(wanted)) {
      if (!which.test(node)) {
        continue;
      }
      List<Value> inputs = new ArrayList<>();
      for (String name : node.inputs()) {
        inputs.add(name.isEmpty() ? null : value(name, values, step));
      }
      Operator operator = Operators.of(node);
      List<Value> made = operator.apply(new Call(node, inputs, step, model.opset(), training));
      for (int i = 0; i < made.size() && i < node.outputs().size(); i++) {
        values.put(node.output(i), made.get(i));
      }
    }
    wanted.forEach(name -> value(name, values, step));
  }

  private Value value(String name, Map<String, Value> values, NDManager step) {
    Value known = values.get(name);
    if (known == null) {
      NDArray parameter = trained.get(name);
      Value constant = parameter == null ? fixed.get(name) : new Real(parameter);
      if (constant == null) {
        throw new IllegalArgumentException("no value is given for an input");
      }
      known = alias(constant, step);
      values.put(name, known);
    }
    return known;
  }

  /** What is made from an array goes to that array's memory, which must be the step's. */
  private static Value alias(Value value, NDManager step) {
    if (value instanceof Real real) {
      NDArray array = real.array().reshape(new Shape(real.shape()));
      array.attach(step);
      return new Real(array);
    }
    return value;
  }

  private boolean moves(Node node) {
    return node.outputs().stream().anyMatch(moving::contains);
  }

  /** The nodes that lead to what is wanted. */
  private List<Node> needed(Set<String> wanted) {
    return plans.computeIfAbsent(
        wanted,
        w -> {
          Set<String> read = new HashSet<>(w);
          List<Node> needed = new ArrayList<>();
          List<Node> all = model.graph().nodes();
          for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).outputs().stream().anyMatch(read::contains)) {
              needed.add(0, all.get(i));
              read.addAll(all.get(i).inputs());
            }
          }
          return needed;
        });
  }
}
