package dev.brigandine.armor.locks;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.ChannelClass;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.armor.locks.Site.Form;
import dev.brigandine.armor.rules.Analysis;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for places where a lock can stand. */
final class Sites {
  private static final long FEWEST = 8;
  private static final long FEWEST_ROWS = 64;

  /** What is derived for one key tensor: rows of a matrix, elements of all, numbers in order. */
  private static final long MOST_IN_MATRIX = 1 << 10;

  private static final long MOST_ELEMENTS = 1 << 22;
  private static final long MOST_IN_ORDER = 1 << 24;

  /** What follows a product of matrices or a convolution in one kernel. */
  private static final Set<String> FUSED =
      Set.of(
          "BatchNormalization",
          "Relu",
          "LeakyRelu",
          "Clip",
          "Sigmoid",
          "Tanh",
          "HardSigmoid",
          "HardSwish",
          "Gelu",
          "Erf",
          "Div",
          "Mul",
          "PRelu",
          "Elu");

  private final Analysis analysis;
  private final Shapes shapes;
  private final Map<String, List<Site.Reader>> readers = new HashMap<>();
  private final Set<String> inBodies = new HashSet<>();
  private final Set<String> elsewhere = new HashSet<>();

  private Sites(Analysis analysis) {
    this.analysis = analysis;
    this.shapes = analysis.shapes();
    for (Node node : analysis.model().graph().nodes()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        readers
            .computeIfAbsent(node.input(i), name -> new ArrayList<>())
            .add(new Site.Reader(node.output(0), i));
      }
      if (!node.bodies().isEmpty()) {
        inBodies.addAll(node.reads());
      }
    }
    elsewhere.addAll(inBodies);
    elsewhere.addAll(analysis.model().graph().outputs().keySet());
  }

  /** All places, in the order of the graph. */
  static List<Site> of(Analysis analysis) {
    Sites sites = new Sites(analysis);
    List<Site> found = new ArrayList<>();
    if (analysis.facts().care().most() == Level.MIX) {
      sites.beforeWeights(found);
      sites.afterWeights(found);
    }
    sites.indices(found);
    sites.outputs(found);
    return found;
  }

  /** Where a value is multiplied by weights: these take up the mix. */
  private void beforeWeights(List<Site> found) {
    Map<Axis, List<Site.Reader>> places = new LinkedHashMap<>();
    Map<Axis, Set<String>> weights = new HashMap<>();
    for (Node node : analysis.model().graph().nodes()) {
      Constant weight = analysis.around().constant(node.input(1));
      int axis = contracted(node);
      if (weight == null || axis == -1 || !shapes.knows(node.input(0))) {
        continue;
      }
      Axis place = new Axis(node.input(0), axis);
      places.computeIfAbsent(place, p -> new ArrayList<>()).add(new Site.Reader(node.output(0), 0));
      weights.computeIfAbsent(place, p -> new HashSet<>()).add(node.input(1));
    }
    places.forEach((place, where) -> add(found, place, where, weights.get(place)));
  }

  /** The axis of input 0 that the node sums over with its weight; -1 if there is none. */
  private int contracted(Node node) {
    String x = node.input(0);
    if (!shapes.knows(x)) {
      return -1;
    }
    if (node.is("MatMul") && shapes.rank(x) > 1 && analysis.around().constant(x) == null) {
      return shapes.rank(node.input(1)) == 2 ? shapes.rank(x) - 1 : -1;
    }
    if (node.is("Gemm") && node.integer("transA", 0) == 0) {
      return 1;
    }
    return node.is("Conv") && node.integer("group", 1) == 1 ? 1 : -1;
  }

  /** Where a value is made by weights alone, the last of a sum of such. */
  private void afterWeights(List<Site> found) {
    Set<String> inner = new HashSet<>();
    List<Node> nodes = analysis.model().graph().nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      String value = node.output(0);
      int axis = made(value);
      if (axis < 0 || inner.contains(value) || isFused(value)) {
        continue;
      }
      Set<String> weights = weightsOf(value, axis, inner);
      // What is mixed anyway, between two weights, needs no lock to be.
      boolean mixed =
          analysis.gauges().of(new Axis(value, axis)).stream()
              .allMatch(o -> analysis.gauges().of(o).gauge().level() == Level.MIX);
      if (!weights.isEmpty() && !mixed) {
        add(found, new Axis(value, axis), List.of(), weights);
      }
    }
  }

  /** Whether engines compute what makes the value and what reads it in one. */
  private boolean isFused(String value) {
    for (Site.Reader reader : readers.getOrDefault(value, List.of())) {
      Node node = analysis.around().maker(reader.node());
      if (FUSED.contains(node.op())) {
        return true;
      }
    }
    return false;
  }

  private int made(String value) {
    Node node = analysis.around().maker(value);
    if (node == null || !shapes.knows(value)) {
      return -1;
    }
    return switch (node.op()) {
      case "MatMul", "Gemm", "Gather", "Add" -> shapes.rank(value) - 1;
      case "Conv" -> 1;
      default -> -1;
    };
  }

  /** The weights that alone make the value along the axis; none if there is more to it. */
  private Set<String> weightsOf(String value, int axis, Set<String> inner) {
    Node node = analysis.around().maker(value);
    boolean second = node != null && analysis.around().constant(node.input(1)) != null;
    if (node == null || !node.domain().isEmpty()) {
      return Set.of();
    }
    boolean made =
        switch (node.op()) {
          case "MatMul", "Gemm" -> second && shapes.rank(node.input(1)) == 2;
          case "Conv" -> second && node.integer("group", 1) == 1;
          default -> false;
        };
    if (made) {
      return Set.of(node.input(1));
    }
    if (node.op().equals("Gather")) {
      String table = node.input(0);
      boolean rows = node.integer("axis", 0) == 0 && shapes.rank(table) == 2;
      boolean weight = analysis.around().constant(table) != null && shapes.isWideFloat(table);
      return rows && weight ? Set.of(table) : Set.of();
    }
    return node.op().equals("Add") ? sum(node, axis, inner) : Set.of();
  }

  private Set<String> sum(Node node, int axis, Set<String> inner) {
    Set<String> weights = new HashSet<>();
    long size = shapes.size(node.output(0), axis);
    int fromEnd = shapes.rank(node.output(0)) - axis;
    Set<String> parts = new HashSet<>();
    for (String part : node.inputs()) {
      int own = shapes.knows(part) ? shapes.rank(part) - fromEnd : -1;
      if (own < 0 || shapes.size(part, own) != size) {
        return Set.of();
      }
      if (analysis.around().constant(part) != null) {
        weights.add(part);
        continue;
      }
      boolean alone = readers.get(part).size() == 1 && !elsewhere.contains(part);
      Set<String> more = alone && made(part) == own ? weightsOf(part, own, inner) : Set.of();
      if (more.isEmpty()) {
        return Set.of();
      }
      parts.add(part);
      weights.addAll(more);
    }
    inner.addAll(parts);
    return weights;
  }

  private void add(List<Site> found, Axis place, List<Site.Reader> where, Set<String> weights) {
    String value = place.value();
    long size = shapes.size(value, place.index());
    ChannelClass channels = analysis.classes().of(place);
    if (size < FEWEST || !channels.isLeaf() || !shapes.isWideFloat(value)) {
      return;
    }
    if (shapes.elementType(value) != 1 || elsewhere.contains(value) && where.isEmpty()) {
      return;
    }
    double elements = shapes.count(value);
    int rank = shapes.rank(value);
    if (place.index() == rank - 1) {
      long outer = Factors.outer(size);
      double dense = size <= 128 ? Cost.dense(elements, size) : Double.POSITIVE_INFINITY;
      double factored =
          outer < 4 || size / outer > MOST_IN_MATRIX
              ? Double.POSITIVE_INFINITY
              : Cost.kronecker(elements, outer, size / outer);
      double cost = Math.min(dense, factored);
      if (Double.isFinite(cost)) {
        Form form = dense <= factored ? Form.DENSE : Form.KRONECKER;
        found.add(new Site(form, value, place.index(), rank, size, where, weights, cost));
      }
    } else if (place.index() == 1 && (rank == 3 || rank == 4)) {
      long block = Factors.block(size, Site.GROUP);
      if (block >= 4 && size * block <= MOST_ELEMENTS) {
        double cost = Cost.groups(elements, block);
        found.add(new Site(Form.GROUPS, value, 1, rank, size, where, weights, cost));
      }
    }
  }

  /** Where rows of a table are looked up. */
  private void indices(List<Site> found) {
    for (Node node : analysis.model().graph().nodes()) {
      String table = node.input(0);
      Constant rows = analysis.around().constant(table);
      boolean looksUp = node.is("Gather") && node.integer("axis", 0) == 0 && rows != null;
      if (!looksUp
          || rows.shape().size() != 2
          || rows.shape().get(0) < FEWEST_ROWS
          || rows.shape().get(0) > MOST_IN_ORDER
          || !analysis.around().absorbs(table)
          || !shapes.knows(node.input(1))
          || analysis.around().constant(node.input(1)) != null) {
        continue;
      }
      found.add(
          new Site(
              Form.INDEX,
              node.input(1),
              0,
              shapes.rank(node.input(1)),
              rows.shape().get(0),
              List.of(new Site.Reader(node.output(0), 1)),
              Set.of(table),
              Cost.pick(shapes.count(node.input(1)))));
    }
  }

  /** Where a class of weights is held still by an output of the model. */
  private void outputs(List<Site> found) {
    Map<ChannelClass, Set<String>> weights = new HashMap<>();
    analysis
        .constants()
        .forEach(
            (name, constant) -> {
              for (int i = 0; i < constant.shape().size(); i++) {
                ChannelClass channels = analysis.classes().of(new Axis(name, i));
                weights.computeIfAbsent(channels, c -> new HashSet<>()).add(name);
              }
            });
    for (String output : analysis.model().graph().outputs().keySet()) {
      if (!shapes.knows(output)
          || analysis.around().maker(output) == null
          || inBodies.contains(output)) {
        continue;
      }
      for (int i = 0; i < shapes.rank(output); i++) {
        ChannelClass channels = analysis.classes().of(new Axis(output, i));
        Set<String> held = weights.getOrDefault(channels, Set.of());
        boolean moves = analysis.facts().moving().contains(new Axis(output, i));
        if (!moves
            && !held.isEmpty()
            && channels.isLeaf()
            && channels.isFixed()
            && channels.size() > 1) {
          double cost = Cost.pick(shapes.count(output));
          found.add(
              new Site(
                  Form.PERMUTE,
                  output,
                  i,
                  shapes.rank(output),
                  channels.size(),
                  List.of(),
                  held,
                  cost));
        }
      }
    }
  }
}
