package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** For models that answer vectors. */
public final class QueryEncoder extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryEncoder() {
    super(
        "query-encoder",
        "Stealing an encoder",
        "questions to the application, which answers vectors; inputs of the model's own kind",
        "A surrogate is fitted to the vectors (Liu et al., StolenEncoder, CCS 2022; Sha et al., Cont-Steal, CVPR 2023); when the owner's pool is asked, foreign inputs follow.",
        Effort.MINUTES);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    Random random = new Random(thief.seed());
    Pool.Dealer own = Pool.of("own", thief.form(), thief.own()).dealer().apply(random);
    Pool.Dealer foreign = Pool.inTurns(thief.foreign(), random);
    return Extraction.withScores(thief).run(Choosing.dealt(() -> own.deal().or(foreign::deal)));
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return task == Yardstick.Task.VALUES
        ? Optional.empty()
        : Optional.of("the model answers classes, not vectors");
  }
}
