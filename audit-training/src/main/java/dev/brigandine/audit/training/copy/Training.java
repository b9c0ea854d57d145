package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.AttackRun;
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
  private final AttackRun run;
  private double shortest = 1;
  private double made;
  private boolean left;

  Training(Target target, AttackRun run) {
    this.target = target;
    this.run = run;
  }

  long seed() {
    return run.seed();
  }

  /** Whether what is still planned has to be left out; noted if so. */
  boolean isLate() {
    boolean late = run.left().isNegative() || run.left().isZero();
    left |= late;
    return late;
  }

  /** The same, and that time was short if it was. */
  Outcome noted(Outcome outcome) {
    Outcome noted =
        outcome.note(
            "Of several starts and learning rates the best on the test samples counts, for the"
                + " thief and for the black box.");
    if (left) {
      noted = noted.note("Time ended before all that was planned was tried.");
    }
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

  /**
   * The better one of several trainings.
   *
   * @param share of the planned steps that one of them made at the least
   */
  record Trained(Score score, double share) {
    /** Whether time left enough steps for the score to mean something. */
    boolean isWhole() {
      return share >= 0.5;
    }

    /** The better score, as the thief would keep it; judged on the test samples. */
    static Trained better(Trained a, Trained b) {
      return a == null
          ? b
          : new Trained(Training.better(a.score, b.score), Math.max(a.share, b.share));
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
      Fit.Fitted fitted = Fit.run(learner, lessons.objective(), recipe, run.seed(), pace);
      made = (double) fitted.steps() / recipe.steps();
      shortest = Math.min(shortest, made);
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

  /**
   * The best of several starts and recipes, which share the time.
   *
   * @param weight of one of them in {@code shares}
   */
  Trained best(
      List<Start> starts, Lessons lessons, List<Recipe> recipes, Shares shares, double weight)
      throws Exception {
    Trained best = null;
    for (Start start : starts) {
      for (Recipe recipe : recipes) {
        if (best != null && isLate()) {
          return best;
        }
        try (TorchGraph graph = trainedGraph(start, lessons, recipe, shares.next(weight))) {
          best = Trained.better(best, new Trained(score(graph, start.names()), made));
        }
      }
    }
    return best;
  }
}
