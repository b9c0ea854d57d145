package dev.brigandine.onnx;

import java.util.List;

/**
 * A stretch of a model that runs on its own: the whole, or one link of a chain in which each takes
 * what the one before it made.
 *
 * @param graph a serialized ModelProto without weights, as {@link Skeleton#graph}
 * @param inputs names of what it reads: inputs of the model, and what an earlier part made
 * @param outputs names of what it makes: outputs of the model, and what a later part reads
 * @param weights its weights; no weight is in two parts
 */
public record SkeletonPart(
    byte[] graph, List<String> inputs, List<String> outputs, List<Weight> weights) {
  /** Copies the lists, not the graph. */
  public SkeletonPart {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    weights = List.copyOf(weights);
  }
}
