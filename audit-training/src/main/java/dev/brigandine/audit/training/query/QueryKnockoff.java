package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random foreign questions, of which all probabilities are learned. */
public final class QueryKnockoff extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryKnockoff() {
    super(
        "query-knockoff",
        "Knockoff, random",
        "questions to the application, which answers probabilities; nothing of the model's kind",
        "Random inputs of other kinds, and all probabilities (Orekondy et al., Knockoff Nets, CVPR 2019).",
        Effort.MINUTES);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    return Extraction.withScores(thief)
        .run(Choosing.dealt(Pool.inTurns(thief.foreign(), new Random(thief.seed()))));
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return classesOnly(task);
  }
}
