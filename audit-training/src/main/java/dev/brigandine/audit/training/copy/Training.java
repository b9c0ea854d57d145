package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.training.fit.Fit;
import dev.brigandine.audit.training.fit.GraphLearner;
import dev.brigandine.audit.training.fit.Pace;
import dev.brigandine.audit.training.fit.Recipe;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Trains graphs against a target's samples, and scores them. */
final class Training {
  private final Target target;
  private final long seed;
  private double shortest = 1;

  Training(Target target, long seed) {
    this.target = target;
    this.seed = seed;
  }

  long seed() {
    return seed;
  }

  /** The same, and that time was short if it was. */
  Outcome noted(Outcome outcome) {
    Outcome noted =
        outcome.note(
            "Of several starts and learning rates the best on the test samples counts, for the"
                + " thief and for the black box.");
    return shortest >= 1
        ? noted
        : noted.note(
            String.format(
                Locale.ROOT,
                "Time cut trainings short, the shortest to %.0f%% of its steps: more time may"
                    + " yield more.",
                100 * shortest));
  }

  /** A graph with what the original's inputs and outputs are called in it, and what to train. */
  record Start(ModelGraph graph, Map<String, String> names, Predicate<String> trained) {}

  Score score(ModelGraph graph, Map<String, String> names) throws Exception {
    try (TorchGraph loaded = TorchGraph.open(graph, name -> false)) {
      return score(loaded, names);
    }
  }

  Score score(TorchGraph graph, Map<String, String> names) throws Exception {
    return target.yardstick().score(new GraphCopy(graph, names, target.yardstick().output()));
  }

  /** The score after training. */
  Score trained(Start start, Lessons lessons, Recipe recipe, Pace pace) throws Exception {
    try (TorchGraph graph = trainedGraph(start, lessons, recipe, pace)) {
      return score(graph, start.names());
    }
  }

  /** What is trained; the caller closes it. */
  TorchGraph trainedGraph(Start start, Lessons lessons, Recipe recipe, Pace pace) throws Exception {
    TorchGraph graph = TorchGraph.open(start.graph(), start.trained());
    String output = target.yardstick().output();
    try (GraphLearner learner =
        new GraphLearner(
            graph,
            Renamed.of(lessons.samples(), start.names()),
            start.names().getOrDefault(output, output))) {
      Fit.Fitted fitted = Fit.run(learner, lessons.objective(), recipe, seed, pace);
      shortest = Math.min(shortest, (double) fitted.steps() / recipe.steps());
      return graph;
    } catch (Exception | Error e) {
      graph.close();
      throw e;
    }
  }

  /** The better one, as the thief would keep it; judged on the test samples, in his favour. */
  static Score better(Score a, Score b) {
    return a == null || b.main() > a.main() ? b : a;
  }

  /** The best of several recipes, which share the time. */
  Score best(List<Start> starts, Lessons lessons, List<Recipe> recipes, Shares shares)
      throws Exception {
    Score best = null;
    for (Start start : starts) {
      for (Recipe recipe : recipes) {
        best = better(best, trained(start, lessons, recipe, shares.next()));
      }
    }
    return best;
  }
}
