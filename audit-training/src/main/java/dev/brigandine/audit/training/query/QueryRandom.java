package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random foreign questions, of which the best class alone is learned. */
public final class QueryRandom extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryRandom() {
    super(
        "query-random",
        "Random foreign questions",
        "questions to the application, which answers a class; nothing of the model's kind",
        "Random inputs of other kinds, the answered class alone, a surrogate trained on them: what active learning has to beat (Pal et al., ActiveThief, AAAI 2020).",
        Effort.MINUTES);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    return Extraction.withLabels(thief)
        .run(Choosing.dealt(Pool.inTurns(thief.foreign(), new Random(thief.seed()))));
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return classesOnly(task);
  }
}
