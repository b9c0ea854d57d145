package dev.brigandine.onnx.graph;

import java.util.List;
import java.util.Map;

/**
 * A model's graph with what else a model file needs to be run. Producer, documentation and metadata
 * are not among it.
 *
 * @param irVersion of the ONNX format, at least 4 once it is written again
 * @param opsets version by domain, empty for ONNX's own
 * @param graph the main graph
 * @param functions serialized FunctionProtos, as they were
 */
public record ModelGraph(
    long irVersion, Map<String, Long> opsets, Graph graph, List<byte[]> functions) {
  /** Copies the collections. */
  public ModelGraph {
    opsets = Map.copyOf(opsets);
    functions = List.copyOf(functions);
  }

  /** The same with another main graph. */
  public ModelGraph withGraph(Graph other) {
    return new ModelGraph(irVersion, opsets, other, functions);
  }

  /** The version of ONNX's own operators. */
  public long opset() {
    return opsets.getOrDefault("", 1L);
  }
}
