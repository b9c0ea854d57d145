package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Optional;

/** No data: a generator draws the questions. */
public final class QueryDataFree extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryDataFree() {
    super(
        "query-dfme",
        "Data-free extraction",
        "questions to the application, which answers probabilities; no data at all",
        "A generator learns to draw pictures on which surrogate and victim differ (Truong et al., DFME, CVPR 2021), here begun with 500 made-up pictures, and with all answers kept.",
        Effort.LONG);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    return new DataFree(thief).run();
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    if (form.kind() != Form.Kind.IMAGES || !Generator.fits(form.seen())) {
      return Optional.of("it draws pictures of up to 64 by 64 pixels, by steps of 4");
    }
    return classesOnly(task);
  }
}
