package dev.brigandine.armor;

import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Graph;

/**
 * How near the answers of a rewritten model must be to the original's: what the proof holds them
 * to, for whoever wants to look again. Floats as {@link Closeness} says, where an output is a
 * probability or the like on a scale of 0.03 at least; everything to the bit if the model computes
 * with integers.
 */
public final class Tolerances {
  private final Graph graph;
  private final boolean exact;

  /**
   * Of an answer between -1 and 1: with the tolerance of float32 it allows 3e-7, some roundings at
   * 1, which is what engines compute such functions to.
   */
  private static final double UNIT_SCALE = 0.03;

  /** Answers of that kind below this are next to nothing. */
  private static final double LEAST_TELLING = 1e-6;

  Tolerances(Graph graph, boolean exact) {
    this.graph = graph;
    this.exact = exact;
  }

  /**
   * Those for rewrites of {@code original}. Reads its graph and no weights.
   *
   * @throws OnnxException if the model is malformed
   */
  public static Tolerances of(OnnxModel original) throws OnnxException {
    Graph graph = original.toGraph().graph();
    return new Tolerances(graph, Subject.isExact(graph));
  }

  /**
   * Compares two answers.
   *
   * @param output the original's name for it
   */
  public Closeness compare(String output, Tensor wanted, Tensor got) {
    double tolerance = exact ? 0 : Closeness.tolerance(wanted.elementType());
    return Closeness.of(
        wanted, got, tolerance, Range.isUnit(graph, output) ? UNIT_SCALE : Closeness.LEAST_SCALE);
  }

  /**
   * Whether an answer would show a wrong rewrite: it is a tensor that can be read, and if it has
   * floats, one at least is finite and, if it lies between -1 and 1 by its nature, not next to
   * zero.
   */
  boolean tells(String output, Tensor answer) {
    if (answer == null) {
      return false;
    }
    if (!answer.strings().isEmpty() || answer.count() == 0) {
      return true;
    }
    double least = Range.isUnit(graph, output) ? LEAST_TELLING : 0;
    return answer.data().hasRemaining() && Closeness.scale(answer) >= least;
  }
}
