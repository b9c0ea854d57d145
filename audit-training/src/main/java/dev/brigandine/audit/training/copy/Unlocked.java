package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A captured graph with something of the thief's own in place of the key tensors that he missed,
 * such that it can be trained: matrices for matrices; a matrix for an order of channels; and for a
 * secret order of a table's rows a matrix, too, or where the table is large the table itself.
 *
 * @param graph that runs by itself on {@link TorchGraph}
 * @param keys the constants that stand for what was missed
 */
record Unlocked(ModelGraph graph, Set<String> keys) {
  /** Orders of tables of more rows are not sought as matrices. */
  private static final long MOST_ROWS = 1024;

  /** What stands in the keys' place at first. */
  enum Start {
    /** As if there were no locks. */
    IDENTITY,
    /** Random matrices near orthogonal ones, as key tensors are. */
    RANDOM
  }

  static Unlocked of(Captured captured, Start start, long seed) {
    return new Builder(captured.graph(), start, new Random(seed)).build(missing(captured));
  }

  /** The inputs that the application's calls name nothing for. */
  static Set<String> missing(Captured captured) {
    Set<String> missing = new LinkedHashSet<>(captured.graph().graph().inputs().keySet());
    missing.removeAll(captured.names().values());
    return missing;
  }

  private static final class Builder {
    private final ModelGraph model;
    private final Start start;
    private final Random random;
    private final Map<String, ValueType> inputs;
    private final Map<String, Constant> constants;
    private final Set<String> keys = new LinkedHashSet<>();

    /** Orders of channels, and of tables' rows, that have become matrices. */
    private final Set<String> matrices = new HashSet<>();

    /** Values that are rows of such a matrix where indices of a table were. */
    private final Set<String> rows = new HashSet<>();

    Builder(ModelGraph model, Start start, Random random) {
      this.model = model;
      this.start = start;
      this.random = random;
      this.inputs = new LinkedHashMap<>(model.graph().inputs());
      this.constants = new LinkedHashMap<>(model.graph().constants());
    }

    Unlocked build(Set<String> missing) {
      for (String key : missing) {
        ValueType type = inputs.remove(key);
        List<Long> shape = type.dims().stream().map(Long::valueOf).toList();
        if (type.elementType() == 1) {
          constants.put(key, mix(shape));
          keys.add(key);
        } else {
          order(key, Math.toIntExact(shape.get(0)));
        }
      }
      List<Node> nodes = new ArrayList<>();
      model.graph().nodes().forEach(node -> nodes.add(changed(node)));
      Graph graph = model.graph();
      return new Unlocked(
          model.withGraph(new Graph(inputs, graph.outputs(), nodes, constants)), Set.copyOf(keys));
    }

    private void order(String key, int size) {
      List<Node> readers =
          model.graph().nodes().stream().filter(node -> node.inputs().contains(key)).toList();
      boolean ofTable = readers.stream().anyMatch(node -> node.input(0).equals(key));
      List<Node> tables =
          readers.stream().flatMap(node -> readers(node.output(0)).stream()).toList();
      boolean looksUp =
          tables.stream().allMatch(node -> node.is("Gather") && node.integer("axis", 0) == 0);
      if (ofTable && (size > MOST_ROWS || !looksUp)) {
        long[] same = new long[size];
        java.util.Arrays.setAll(same, i -> i);
        constants.put(key, Constant.of(List.of((long) size), same));
        tables.stream()
            .filter(node -> node.is("Gather"))
            .map(node -> node.input(0))
            .filter(constants::containsKey)
            .forEach(keys::add);
        return;
      }
      constants.put(key, ofTable ? even(size) : mix(List.of((long) size, (long) size)));
      keys.add(key);
      matrices.add(key);
      if (ofTable) {
        readers.forEach(node -> rows.add(node.output(0)));
      }
    }

    private List<Node> readers(String value) {
      return model.graph().nodes().stream().filter(node -> node.inputs().contains(value)).toList();
    }

    private Node changed(Node node) {
      if (node.is("Gather") && rows.contains(node.input(1))) {
        return Node.of("MatMul", List.of(node.input(1), node.input(0)), node.outputs());
      }
      if (node.is("Gather") && matrices.contains(node.input(1))) {
        return new Node(
            "",
            TorchGraph.DOMAIN,
            TorchGraph.MIX,
            node.inputs(),
            node.outputs(),
            Map.of("axis", new Attribute.Int(node.integer("axis", 0))));
      }
      return node;
    }

    /** Every row alike, which makes of a table its mean row. */
    private Constant even(int size) {
      float[] values = new float[size * size];
      java.util.Arrays.fill(values, 1f / size);
      return Constant.of(List.of((long) size, (long) size), values);
    }

    /** [n, n], or [count · n, n, 1, …] for a grouped convolution. */
    private Constant mix(List<Long> shape) {
      int height = Math.toIntExact(shape.get(0));
      int width = Math.toIntExact(shape.get(1));
      float[] values = new float[height * width];
      double deviation = Math.sqrt(1.0 / width);
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          values[i * width + j] =
              start == Start.IDENTITY
                  ? (i % width == j ? 1 : 0)
                  : (float) (random.nextGaussian() * deviation);
        }
      }
      return Constant.of(shape, values);
    }
  }
}
