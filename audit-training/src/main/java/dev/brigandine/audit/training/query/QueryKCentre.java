package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Optional;

/** Foreign questions chosen by k-centres, and labels. */
public final class QueryKCentre extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryKCentre() {
    super(
        "query-k-center",
        "Active learning by k-centres",
        "as for query-random",
        "Of foreign inputs those are asked on which a surrogate answers unlike all asked before; the class alone is learned (Pal et al., ActiveThief, AAAI 2020).",
        Effort.LONG);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    return Extraction.withLabels(thief).run(new CentreChoosing(thief));
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return classesOnly(task);
  }
}
