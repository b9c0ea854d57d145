package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.training.fit.Recipe;
import dev.brigandine.audit.training.torch.Parameters;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a thief gets who captured nothing: the same architecture trained from scratch with the same
 * lessons or, if he owns the base that the original was tuned from, that base tuned. Does not
 * depend on the form, and so is trained once for each audit.
 */
final class BlackBox {
  /** How many trainings one costs. */
  static final int TRAININGS = 2;

  private final Map<String, Score> known = new HashMap<>();

  Score score(
      Target target, int count, Lessons.Teacher teacher, Lessons lessons, long seed, Shares shares)
      throws Exception {
    String key = count + " by " + teacher;
    Score before = known.get(key);
    if (before != null) {
      shares.next(TRAININGS);
      return before;
    }
    Score score =
        new Training(target, seed)
            .best(List.of(start(target, seed)), lessons, recipes(target, count), shares);
    known.put(key, score);
    return score;
  }

  /** Where it starts: nothing of the original but its architecture. */
  static Training.Start start(Target target, long seed) throws Exception {
    ModelGraph graph =
        target.base().isPresent()
            ? OnnxModel.read(target.base().get()).toGraph()
            : Parameters.untrained(target.original().toGraph(), seed);
    return new Training.Start(graph, Map.of(), name -> true);
  }

  static List<Recipe> recipes(Target target, int count) {
    if (target.base().isPresent()) {
      return tuning(count);
    }
    int steps = steps(count);
    return List.of(
        new Recipe(steps, batch(count), 3e-3, true), new Recipe(steps, batch(count), 1e-3, true));
  }

  static List<Recipe> tuning(int count) {
    int steps = steps(count);
    return List.of(
        new Recipe(steps, batch(count), 1e-3, false), new Recipe(steps, batch(count), 1e-4, false));
  }

  static int steps(int count) {
    return count <= 100 ? 200 : count <= 1000 ? 500 : 1000;
  }

  static int batch(int count) {
    return count <= 100 ? 20 : 32;
  }
}
