package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.training.fit.Recipe;
import dev.brigandine.audit.training.torch.Parameters;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How much is tried, by the network: of a large one fewer starts and rates, so that each gets
 * enough steps; of a transformer lower rates.
 *
 * @param large of millions of weights
 * @param transformer whether there is attention in it
 */
record Scale(boolean large, boolean transformer) {
  private static final long MANY = 4_000_000;

  static Scale of(ModelGraph model) {
    long weights =
        Parameters.trainable(model).stream()
            .mapToLong(name -> model.graph().constants().get(name).count())
            .sum();
    long products = model.graph().nodes().stream().filter(node -> node.is("MatMul")).count();
    boolean softmax = model.graph().nodes().stream().anyMatch(node -> node.is("Softmax"));
    return new Scale(weights > MANY, softmax && products > 4);
  }

  /** To train all weights from random ones. */
  List<Recipe> scratch(int count) {
    return recipes(
        count, true, transformer ? new double[] {3e-4, 1e-3} : new double[] {3e-3, 1e-3});
  }

  /** To tune all weights. */
  List<Recipe> tuning(int count) {
    return recipes(
        count, false, transformer ? new double[] {5e-5, 2e-4} : new double[] {1e-3, 1e-4});
  }

  /** To train what stands for key tensors. */
  List<Recipe> keys(int count) {
    return recipes(
        count, false, transformer ? new double[] {3e-3, 3e-2} : new double[] {3e-2, 3e-3});
  }

  List<Unlocked.Start> starts() {
    return large ? List.of(Unlocked.Start.IDENTITY) : List.of(Unlocked.Start.values());
  }

  /** How many recipes each list has. */
  int recipes() {
    return large ? 1 : 2;
  }

  private List<Recipe> recipes(int count, boolean statistics, double... rates) {
    int steps = count <= 100 ? 200 : count <= 1000 ? 500 : 1000;
    int batch = count <= 100 ? 20 : 32;
    return DoubleStream.of(rates)
        .limit(recipes())
        .mapToObj(rate -> new Recipe(steps, batch, rate, statistics))
        .toList();
  }
}
