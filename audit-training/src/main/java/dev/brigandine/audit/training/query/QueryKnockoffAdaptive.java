package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Optional;

/** Foreign questions of the kinds that pay, and probabilities. */
public final class QueryKnockoffAdaptive extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryKnockoffAdaptive() {
    super(
        "query-knockoff-adaptive",
        "Knockoff, adaptive",
        "as for query-knockoff, and foreign inputs of several kinds",
        "A bandit learns which kinds of foreign inputs pay (Orekondy et al., Knockoff Nets, CVPR 2019).",
        Effort.LONG);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    return Extraction.withScores(thief).run(new AdaptiveChoosing(thief));
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return classesOnly(task);
  }
}
