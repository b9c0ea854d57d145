package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The owner's pool, and probabilities. */
public final class QueryInDistribution extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryInDistribution() {
    super(
        "query-in-distribution",
        "Questions of the model's own kind",
        "questions to the application, which answers probabilities; inputs of the model's own kind, without labels",
        "The owner's pool is asked, and a surrogate trained on the probabilities (Tramèr et al., USENIX Security 2016; Jagielski et al., 2020).",
        Effort.MINUTES);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    return Extraction.withScores(thief)
        .run(
            Choosing.dealt(
                Pool.inTurns(
                    List.of(Pool.of("own", thief.form(), thief.own())), new Random(thief.seed()))));
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return classesOnly(task);
  }
}
