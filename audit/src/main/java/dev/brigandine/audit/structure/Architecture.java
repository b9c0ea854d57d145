package dev.brigandine.audit.structure;

import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What a graph tells of its family and sizes to someone who knows the usual ones: by operators,
 * their attributes and the shapes of weights, never by names.
 *
 * <p>Not guaranteed: families beyond those listed are told as the nearest of them.
 *
 * @param family it belongs to
 * @param layers blocks of attention, recurrent layers, convolutions, or products of matrices
 * @param width of most weights: hidden size, or channels
 * @param heads of attention; 0 if there are none or it cannot be told
 * @param vocabulary rows of its largest table; 0 if there is none
 * @param parameters numbers in floating-point and 8-bit weights
 */
record Architecture(
    Family family, int layers, long width, long heads, long vocabulary, long parameters) {
  /** The usual ones. */
  enum Family {
    TRANSFORMER_DECODER("a transformer that writes on (decoder with a cache)"),
    TRANSFORMER("a transformer encoder"),
    RECURRENT("a recurrent network"),
    SEQUENCE_READER("a convolutional reader of lines (as for OCR)"),
    DETECTOR("a convolutional network that marks places (detection, segmentation)"),
    DEPTHWISE("a network of depthwise-separable convolutions"),
    RESIDUAL("a residual convolutional network"),
    CONVOLUTIONAL("a convolutional network"),
    PERCEPTRON("a multilayer perceptron"),
    UNKNOWN("of no family known here");

    private final String words;

    Family(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Architecture of(ModelGraph model) throws IOException {
    Graph graph = model.graph();
    Operators operators = Operators.of(graph);
    Map<String, Constant> constants = new HashMap<>();
    graph.forEachGraph(each -> constants.putAll(each.constants()));
    Family family = family(graph, operators, constants);
    long width = width(graph, constants);
    return new Architecture(
        family,
        layers(family, graph, operators, constants),
        width,
        heads(family, constants, width),
        vocabulary(graph, constants),
        parameters(constants));
  }

  private static Family family(Graph graph, Operators operators, Map<String, Constant> constants) {
    int recurrent = operators.of("LSTM", "GRU", "RNN");
    int convolutions = operators.of("Conv", "ConvInteger", "QLinearConv");
    int attention = attention(graph, constants);
    if (attention > 0 && convolutions < 4 * attention) {
      return caches(graph) ? Family.TRANSFORMER_DECODER : Family.TRANSFORMER;
    }
    if (recurrent > 0 && convolutions == 0) {
      return Family.RECURRENT;
    }
    if (convolutions > 0) {
      if (recurrent > 0 || sequence(graph)) {
        return Family.SEQUENCE_READER;
      }
      if (operators.of("ConvTranspose", "Resize", "Upsample", "NonMaxSuppression") > 0) {
        return Family.DETECTOR;
      }
      if (5 * depthwise(graph, constants) >= convolutions) {
        return Family.DEPTHWISE;
      }
      return 5 * sums(graph, constants) >= convolutions ? Family.RESIDUAL : Family.CONVOLUTIONAL;
    }
    boolean products = operators.of("MatMul", "Gemm", "MatMulInteger") > 0;
    return products ? Family.PERCEPTRON : Family.UNKNOWN;
  }

  /** Softmaxes of products of two values that are no weights. */
  private static int attention(Graph graph, Map<String, Constant> constants) {
    int softmaxes = 0;
    int products = 0;
    for (Node node : graph.nodes()) {
      softmaxes += node.is("Softmax") ? 1 : 0;
      boolean free =
          (node.is("MatMul") || node.is("MatMulInteger"))
              && !constants.containsKey(node.input(0))
              && !constants.containsKey(node.input(1))
              && !graph.inputs().containsKey(node.input(0))
              && !graph.inputs().containsKey(node.input(1));
      products += free ? 1 : 0;
    }
    return Math.min(softmaxes, products / 2);
  }

  /** Whether it is given back, longer, what it gave before. */
  private static boolean caches(Graph graph) {
    long in = graph.inputs().values().stream().filter(Architecture::isCache).count();
    long out = graph.outputs().values().stream().filter(Architecture::isCache).count();
    return in > 0 && in == out;
  }

  private static boolean isCache(ValueType type) {
    return type.elementType() != 7 && type.dims() != null && type.dims().size() == 4;
  }

  /** Whether its answer is a row of probabilities for each of a number of steps. */
  private static boolean sequence(Graph graph) {
    return graph.outputs().values().stream()
        .anyMatch(type -> type.dims() != null && type.dims().size() == 3);
  }

  /** Filters of one channel each; the gate of a lock has more. */
  private static int depthwise(Graph graph, Map<String, Constant> constants) {
    int count = 0;
    for (Node node : graph.nodes()) {
      Constant weight = constants.get(node.input(node.op().equals("QLinearConv") ? 3 : 1));
      boolean single = weight != null && weight.shape().size() == 4 && weight.shape().get(1) == 1;
      count += node.op().contains("Conv") && single && node.integer("group", 1) >= 8 ? 1 : 0;
    }
    return count;
  }

  private static int sums(Graph graph, Map<String, Constant> constants) {
    int count = 0;
    for (Node node : graph.nodes()) {
      boolean two =
          node.is("Add")
              && !constants.containsKey(node.input(0))
              && !constants.containsKey(node.input(1));
      count += two ? 1 : 0;
    }
    return count;
  }

  private static int layers(
      Family family, Graph graph, Operators operators, Map<String, Constant> constants) {
    return switch (family) {
      case TRANSFORMER, TRANSFORMER_DECODER -> attention(graph, constants);
      case RECURRENT -> operators.of("LSTM", "GRU", "RNN");
      case PERCEPTRON, UNKNOWN -> operators.of("MatMul", "Gemm", "MatMulInteger");
      default -> operators.of("Conv", "ConvInteger", "QLinearConv");
    };
  }

  /** The size that most weights have along an axis, by bytes. */
  private static long width(Graph graph, Map<String, Constant> constants) {
    Map<Long, Long> sizes = new HashMap<>();
    for (Node node : graph.nodes()) {
      boolean table = node.is("Gather");
      for (String input : node.inputs()) {
        Constant constant = constants.get(input);
        boolean weight = constant != null && constant.elementType() == 1;
        if (!weight || constant.shape().size() < 2) {
          continue;
        }
        for (int i = table ? 1 : 0; i < Math.min(2, constant.shape().size()); i++) {
          sizes.merge(constant.shape().get(i), table ? 1 : constant.count(), Long::sum);
        }
      }
    }
    return sizes.entrySet().stream()
        .max(Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0L);
  }

  /** From the shape into which queries are cut. */
  private static long heads(Family family, Map<String, Constant> constants, long width)
      throws IOException {
    if (family != Family.TRANSFORMER && family != Family.TRANSFORMER_DECODER) {
      return 0;
    }
    Map<Long, Integer> seen = new HashMap<>();
    Map<Long, Integer> single = new HashMap<>();
    for (Constant constant : constants.values()) {
      if (constant.elementType() != 7 || constant.count() > 4) {
        continue;
      }
      ByteBuffer data = constant.load();
      long[] sizes = new long[(int) constant.count()];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = data.getLong();
      }
      boolean cut = sizes.length == 4 && sizes[2] > 1 && sizes[2] * sizes[3] == width;
      if (cut) {
        seen.merge(sizes[2], 1, Integer::sum);
      } else if (sizes.length == 1 && sizes[0] > 2 && width % sizes[0] == 0) {
        single.merge(sizes[0], 1, Integer::sum);
      }
    }
    if (!seen.isEmpty()) {
      return most(seen);
    }
    // Exporters that make shapes at run time have both numbers by themselves.
    single.keySet().removeIf(heads -> !single.containsKey(width / heads) || heads == width);
    return single.keySet().stream()
        .mapToLong(heads -> Math.min(heads, width / heads))
        .min()
        .orElse(0);
  }

  private static long most(Map<Long, Integer> counts) {
    return counts.entrySet().stream()
        .max(Map.Entry.<Long, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0L);
  }

  private static long vocabulary(Graph graph, Map<String, Constant> constants) {
    long most = 0;
    for (Node node : graph.nodes()) {
      Constant table = node.is("Gather") ? constants.get(node.input(0)) : null;
      if (table != null && table.shape().size() == 2 && table.elementType() != 7) {
        most = Math.max(most, table.shape().get(0));
      }
    }
    return most;
  }

  private static long parameters(Map<String, Constant> constants) {
    return constants.values().stream()
        .filter(constant -> constant.elementType() != 7 && constant.elementType() != 9)
        .mapToLong(Constant::count)
        .sum();
  }
}
