package dev.brigandine.armor;

import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Graph;

/**
 * How near the answers of a rewritten model must be to the original's: what the proof holds them
 * to, for whoever wants to look again. Floats as {@link Closeness} says, on the scale of 1 where an
 * output is a probability or the like; everything to the bit if the model computes with integers.
 */
public final class Tolerances {
  /** An answer that is nothing but what is left of sums that cancel counts as nothing. */
  private static final double LEAST_SCALE = 1e-10;

  private final Graph graph;
  private final boolean exact;

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
    return Closeness.of(wanted, got, tolerance, Range.isUnit(graph, output) ? 1 : LEAST_SCALE);
  }
}
