package dev.brigandine.audit.training.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.SampleTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph with samples. What of it does not depend on what is trained is computed once. */
public final class GraphLearner implements Learner, AutoCloseable {
  /** What may be kept of prepared batches. */
  private static final long KEPT = 400L << 20;

  private final TorchGraph graph;
  private final Samples samples;
  private final String output;
  private final boolean fixedPart;
  private final Map<List<Integer>, TorchGraph.Prepared> prepared = new HashMap<>();
  private long kept;

  /**
   * @param samples whose inputs have the graph's names
   * @param output the one that is trained by
   */
  public GraphLearner(TorchGraph graph, Samples samples, String output) {
    this.graph = graph;
    this.samples = samples;
    this.output = output;
    this.fixedPart = graph.hasFixedPart();
  }

  @Override
  public Map<String, NDArray> trained() {
    return graph.trained();
  }

  @Override
  public int count() {
    return samples.count();
  }

  @Override
  public boolean together() {
    return samples.batched();
  }

  @Override
  public boolean keepsBatches() {
    return fixedPart;
  }

  @Override
  public NDManager newStep() {
    return graph.newStep();
  }

  @Override
  public NDArray answer(NDManager step, int[] chosen, boolean training) {
    List<Integer> key = java.util.Arrays.stream(chosen).boxed().toList();
    TorchGraph.Prepared known = prepared.get(key);
    if (known == null) {
      List<SampleTensor> inputs = samples.batch(chosen);
      known = graph.prepare(inputs, output);
      if (fixedPart && kept + known.bytes() <= KEPT) {
        kept += known.bytes();
        prepared.put(key, known);
      } else {
        known.handTo(step);
      }
    }
    return graph.answer(step, known, output, training);
  }

  @Override
  public void forgetGradients() {
    graph.forgetGradients();
  }

  /** Lets go of prepared batches; the graph stays open. */
  @Override
  public void close() {
    prepared.values().forEach(TorchGraph.Prepared::close);
    prepared.clear();
    kept = 0;
  }
}
