package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Yardstick;
import java.util.List;
import java.util.Optional;

/** A few inputs of the model's kind, and what is made of them. */
public final class QueryJacobian extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryJacobian() {
    super(
        "query-jacobian",
        "Jacobian augmentation",
        "questions to the application, which answers a class; 150 inputs of the model's kind",
        "From 150 inputs, more are made along a surrogate's slopes (Papernot et al., AsiaCCS 2017).",
        Effort.LONG);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    return Extraction.withLabels(thief).run(new JacobianChoosing(thief));
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return form.kind() == Form.Kind.TOKENS
        ? Optional.of("token ids have no slopes to follow")
        : classesOnly(task);
  }
}
