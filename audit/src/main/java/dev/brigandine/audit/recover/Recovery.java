package dev.brigandine.audit.recover;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.ChannelClass;
import dev.brigandine.armor.classes.Gauge;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Occurrence;
import dev.brigandine.armor.rules.Analysis;
import dev.brigandine.armor.symmetry.Chain;
import dev.brigandine.armor.symmetry.ChannelMap;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A captured copy brought back to the form of the public base model that it was tuned from.
 *
 * <p>The thief knows how this project rewrites and locks, but no seed and no key. He pairs the
 * copy's values with the base's, applies the same rules to find channel classes and gauges, and
 * looks for what was done to each: orders by the likeness of directions and the best assignment;
 * factors, matrices and Kronecker products by least squares; see {@link Solving}.
 *
 * <p>What he gets is only as near to what was trained as the base lets him tell: of a matrix with
 * as many unknowns as the layer behind it has weights nothing is left but the base itself.
 *
 * @param model the base's graph with recovered weights, in memory; those that could not be paired
 *     or told are the base's
 * @param paired share of the base's weights that were paired with captured ones
 * @param gates locks that were found in the copy
 * @param differences places where the two graphs part
 */
public record Recovery(ModelGraph model, double paired, int gates, int differences) {
  /** Hears how far it is. */
  public interface Progress {
    /**
     * Told now and then.
     *
     * @throws InterruptedException to stop
     */
    void at(double share, String what) throws InterruptedException;
  }

  /**
   * Recovers what can be without the key tensors.
   *
   * @param base of the same architecture, with the same names of inputs and outputs as the
   *     original, or as many in the same order
   * @return the base's graph with recovered weights, in memory
   * @throws OnnxException if the base does not run on drawn inputs
   */
  public static ModelGraph recover(Captured captured, ModelGraph base)
      throws IOException, InterruptedException {
    return of(captured, base, false, 1, (share, what) -> {}).model();
  }

  /**
   * Recovers what can be.
   *
   * @param withKeys whether the thief has the key tensors, too
   * @param seed of random starts
   * @throws OnnxException if the base does not run on drawn inputs
   * @throws InterruptedException if {@code progress} says so
   */
  public static Recovery of(
      Captured captured, ModelGraph base, boolean withKeys, long seed, Progress progress)
      throws IOException, InterruptedException {
    if (sameNames(captured.graph().graph(), base.graph())) {
      return plain(captured.graph(), base);
    }
    progress.at(0, "pairing the graphs");
    GateSearch.Marked marked = GateSearch.of(captured);
    Pairing pairing = Pairing.of(marked.model().graph(), base.graph(), captured.names());
    Sizes sizes = Sizes.of(base);
    ModelGraph graph = axes(marked, sizes, pairing.values());
    Analysis analysis = Analysis.of(graph, sizes.facts(graph, pairing.values()));
    Puzzle puzzle = new Puzzle(analysis);
    Map<String, Constant> found = pairs(puzzle, analysis, pairing.values(), base);
    for (FoundGate gate : marked.gates()) {
      hint(gate, puzzle, analysis, withKeys ? captured.keys() : Map.of());
    }
    Solving.solve(puzzle, new Random(seed), progress::at);
    Map<String, float[]> values = new HashMap<>();
    for (Block block : puzzle.blocks()) {
      write(block, found.get(block.name()), values);
    }
    values.forEach((name, numbers) -> found.put(name, Numbers.like(found.get(name), numbers)));
    progress.at(1, "recovered");
    return new Recovery(
        with(base, found), share(found, base), marked.gates().size(), pairing.differences());
  }

  private static boolean sameNames(Graph captured, Graph base) {
    for (Map.Entry<String, Constant> entry : base.constants().entrySet()) {
      Constant own = captured.constants().get(entry.getKey());
      boolean same =
          own != null
              && own.elementType() == entry.getValue().elementType()
              && own.shape().equals(entry.getValue().shape());
      if (!same) {
        return false;
      }
    }
    return !base.constants().isEmpty();
  }

  /** Nothing was rewritten: names say which weight is which. */
  private static Recovery plain(ModelGraph captured, ModelGraph base) {
    Map<String, Constant> found = new LinkedHashMap<>();
    base.graph()
        .constants()
        .keySet()
        .forEach(name -> found.put(name, captured.graph().constants().get(name)));
    return new Recovery(with(base, found), share(found, base), 0, 0);
  }

  /** Puts the axes of marks right: they are counted from the last until shapes are known. */
  private static ModelGraph axes(
      GateSearch.Marked marked, Sizes sizes, Map<String, String> values) {
    Map<String, FoundGate> byOutput = new HashMap<>();
    for (int i = 0; i < marked.gates().size(); i++) {
      FoundGate gate = marked.gates().get(i);
      var shape = sizes.of(values.getOrDefault(gate.to(), ""));
      if (gate.axis() < 0 && shape != null) {
        gate =
            new FoundGate(
                gate.kind(),
                gate.from(),
                gate.to(),
                gate.axis() + shape.rank(),
                gate.outer(),
                gate.inner(),
                gate.keys());
        marked.gates().set(i, gate);
      }
      byOutput.put(gate.to(), gate);
    }
    List<Node> nodes =
        marked.model().graph().nodes().stream()
            .map(
                node ->
                    dev.brigandine.armor.rules.Gate.is(node)
                        ? GateSearch.mark(byOutput.get(node.output(0)))
                        : node)
            .toList();
    return marked.model().withGraph(marked.model().graph().withNodes(nodes));
  }

  /** Takes in all pairs of weights; gives back the base's, to be replaced. */
  private static Map<String, Constant> pairs(
      Puzzle puzzle, Analysis analysis, Map<String, String> values, ModelGraph base)
      throws IOException {
    Map<String, Constant> theirs = new HashMap<>();
    base.graph().forEachGraph(graph -> theirs.putAll(graph.constants()));
    Map<String, Constant> found = new LinkedHashMap<>();
    for (Map.Entry<String, Constant> entry : analysis.constants().entrySet()) {
      String name = values.get(entry.getKey());
      Constant known = name == null ? null : theirs.get(name);
      Constant mine = entry.getValue();
      boolean fits =
          known != null
              && known.shape().equals(mine.shape())
              && known.elementType() == mine.elementType()
              && Numbers.can(mine);
      if (fits && found.putIfAbsent(name, known) == null) {
        puzzle.add(entry.getKey(), name, mine, known);
      }
    }
    return found;
  }

  /** What a gate tells of the gauges on its two sides. */
  private static void hint(
      FoundGate gate, Puzzle puzzle, Analysis analysis, Map<String, Constant> keys)
      throws IOException {
    boolean told = keys.keySet().containsAll(gate.keys());
    boolean known = analysis.shapes().knows(gate.from()) && analysis.shapes().knows(gate.to());
    if (!known) {
      return;
    }
    if (!gate.kind().mixes()) {
      ChannelClass channels = told ? ordered(gate, analysis) : null;
      if (channels != null && channels.isLeaf() && !channels.isFixed()) {
        puzzle.leaf(channels).settle(Keys.order(keys.get(gate.keys().get(0))));
      }
      return;
    }
    for (String side : List.of(gate.to(), gate.from())) {
      Gauge.Share share = share(gate, side, analysis);
      if (share == null) {
        continue;
      }
      Gain gain = puzzle.gain(share.gauge());
      int size = (int) share.gauge().size();
      gain.forms()
          .add(
              switch (gate.kind()) {
                case KRONECKER -> new Form.Kronecker(gate.outer(), gate.inner());
                case GROUPS -> new Form.Groups(gate.outer(), gate.inner());
                default -> new Form.Groups(1, size);
              });
      // On one side of a lock channels may be as they would be without it.
      gain.forms().add(new Form.Told(Chain.NOTHING));
    }
    if (told) {
      told(gate, puzzle, analysis, keys);
    }
  }

  /**
   * With its key, the side on which a lock can mix has what the key says; the other has nothing.
   */
  private static void told(
      FoundGate gate, Puzzle puzzle, Analysis analysis, Map<String, Constant> keys)
      throws IOException {
    ChannelMap map = Keys.map(gate, keys);
    boolean done = false;
    for (String side : List.of(gate.to(), gate.from())) {
      Gauge.Share share = share(gate, side, analysis);
      if (share == null || puzzle.gain(share.gauge()).isKnown()) {
        continue;
      }
      ChannelMap own = side.equals(gate.to()) ? map : map.inverse();
      if (done) {
        own = Chain.NOTHING;
      }
      puzzle.gain(share.gauge()).tell(share.inverse() ? own.dual() : own);
      done = true;
    }
  }

  /** The gauge on one side of a gate, if it can be mixed. */
  private static Gauge.Share share(FoundGate gate, String side, Analysis analysis) {
    List<Occurrence> occurrences = analysis.gauges().of(new Axis(side, gate.axis()));
    if (occurrences.size() != 1) {
      return null;
    }
    Gauge.Share share = analysis.gauges().of(occurrences.get(0));
    return share.gauge().level() == Level.MIX ? share : null;
  }

  /** The class whose order a gate's key settles. */
  private static ChannelClass ordered(FoundGate gate, Analysis analysis) {
    if (gate.kind() == FoundGate.Kind.PERMUTE) {
      return analysis.classes().of(new Axis(gate.from(), gate.axis()));
    }
    for (Node node : analysis.model().graph().nodes()) {
      if (node.is("Gather") && node.input(1).equals(gate.to())) {
        return analysis.classes().of(new Axis(node.input(0), 0));
      }
    }
    return null;
  }

  private static void write(Block block, Constant whole, Map<String, float[]> values)
      throws IOException {
    float[] target = values.get(block.name());
    if (target == null) {
      target = Numbers.of(whole);
      values.put(block.name(), target);
    }
    if (block.isHopeless()) {
      return;
    }
    double[] undone = block.undone();
    int[] places = Puzzle.places(block.offset(), block.dims());
    for (int i = 0; i < places.length; i++) {
      target[places[i]] = (float) undone[i];
    }
  }

  private static ModelGraph with(ModelGraph base, Map<String, Constant> found) {
    return base.withGraph(Bodies.with(base.graph(), found));
  }

  private static double share(Map<String, Constant> found, ModelGraph base) {
    long[] all = new long[1];
    base.graph()
        .forEachGraph(
            graph -> graph.constants().values().forEach(constant -> all[0] += constant.count()));
    long paired = found.values().stream().mapToLong(Constant::count).sum();
    return all[0] == 0 ? 0 : (double) paired / all[0];
  }
}
