package dev.brigandine.audit.training.copy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.training.fit.Objective;
import dev.brigandine.audit.training.fit.Objectives;
import dev.brigandine.audit.training.torch.Parameters;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.LinkedHashSet;
import java.util.Set;

/** How steep the loss of single samples is in the last weights of a copy. */
final class GradientNorms {
  /** Tensors from the end; gradients of all would take long and tell little more. */
  private static final int LAST = 4;

  private GradientNorms() {}

  static double[] of(
      Target target, Captured copy, Samples samples, boolean probabilities, AttackRun run)
      throws Exception {
    ModelGraph graph = copy.withKeys();
    Set<String> last = last(graph);
    String output = copy.names().getOrDefault(target.yardstick().output(), "");
    Samples renamed = Renamed.of(samples, copy.names());
    Objective objective =
        Objectives.labels(
            samples.labels().orElseThrow(), target.yardstick().width(), probabilities);
    double[] norms = new double[samples.count()];
    try (TorchGraph loaded = TorchGraph.open(graph, last::contains)) {
      for (int i = 0; i < norms.length; i++) {
        try (TorchGraph.Prepared prepared = loaded.prepare(renamed.item(i), output)) {
          norms[i] = norm(loaded, prepared, output, objective, i);
        }
        run.progress(0.2 + 0.7 * i / norms.length, "computes gradients of single samples");
      }
    }
    return norms;
  }

  private static double norm(
      TorchGraph graph,
      TorchGraph.Prepared prepared,
      String output,
      Objective objective,
      int sample) {
    try (NDManager step = graph.newStep();
        GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray answer = graph.answer(step, prepared, output, false);
      gradients.backward(objective.loss(step, answer, new int[] {sample}));
      double sum = 0;
      for (NDArray weight : graph.trained().values()) {
        try (NDArray gradient = weight.getGradient();
            NDArray square = gradient.square();
            NDArray all = square.sum()) {
          sum += all.getFloat();
        }
      }
      graph.forgetGradients();
      return Math.sqrt(sum);
    }
  }

  private static Set<String> last(ModelGraph graph) {
    Set<String> trainable = Parameters.trainable(graph);
    Set<String> last = new LinkedHashSet<>();
    for (int i = graph.graph().nodes().size() - 1; i >= 0 && last.size() < LAST; i--) {
      graph.graph().nodes().get(i).inputs().stream().filter(trainable::contains).forEach(last::add);
    }
    return last;
  }
}
