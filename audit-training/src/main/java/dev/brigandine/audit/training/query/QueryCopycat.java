package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Foreign pictures and labels. */
public final class QueryCopycat extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryCopycat() {
    super(
        "query-copycat",
        "Copycat",
        "questions to the application, which answers a class; foreign pictures",
        "Foreign pictures, some mirrored, moved, inverted or mixed, and the answered class alone (Correia-Silva et al., Copycat CNN, IJCNN 2018).",
        Effort.MINUTES);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    Random random = new Random(thief.seed());
    Pool.Dealer foreign = Pool.inTurns(thief.foreign(), random);
    return Extraction.withLabels(thief)
        .run(Choosing.dealt(new Altered(foreign, thief.form(), random)));
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return form.kind() == Form.Kind.IMAGES
        ? classesOnly(task)
        : Optional.of("it asks pictures, and the model takes none");
  }
}
