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
  private final Map<String, Score> known = new HashMap<>();

  Score score(
      Target target,
      int count,
      Lessons.Teacher teacher,
      Lessons lessons,
      Training training,
      Shares shares)
      throws Exception {
    String key = count + " by " + teacher;
    List<Recipe> recipes = recipes(target, count);
    Score before = known.get(key);
    if (before != null) {
      shares.next(recipes.size());
      return before;
    }
    Score score = training.best(List.of(start(target, training.seed())), lessons, recipes, shares);
    known.put(key, score);
    return score;
  }

  /** Where it starts: nothing of the original but its architecture. */
  static Training.Start start(Target target, long seed) throws Exception {
    ModelGraph graph =
        target.base().isPresent()
            ? OnnxModel.read(target.base().get()).toGraph()
            : Parameters.untrained(target.original().toGraph(), seed);
    Map<String, String> names =
        FinetuneRecovered.names(target.original().toGraph().graph(), graph.graph());
    return new Training.Start(graph, names, name -> true);
  }

  /** How to train from there. */
  static List<Recipe> recipes(Target target, int count) throws Exception {
    Scale scale = Scale.of(target.original().toGraph());
    return target.base().isPresent() ? scale.tuning(count) : scale.scratch(count);
  }
}
