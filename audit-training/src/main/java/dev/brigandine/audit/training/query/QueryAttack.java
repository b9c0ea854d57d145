package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.audit.training.torch.PyTorch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An extraction by questions and answers (MITRE ATLAS AML.T0024.002). The licensed application
 * answers, so that its result does not depend on the form: whatever protects the file, answers are
 * answers.
 *
 * <p>With less than ten minutes it is a sample: up to 5,000 queries, one seed. With more it goes to
 * 20,000 queries with three seeds. Not guaranteed: that no better surrogate can be made of as many
 * answers.
 */
public abstract class QueryAttack implements Attack {
  private static final int FOR_VOCABULARY = 2000;

  private final AttackCard card;

  QueryAttack(String id, String title, String needs, String method, Effort effort) {
    card =
        new AttackCard(
            id,
            title,
            Family.QUERIES,
            List.of("AML.T0024.002", "AML.T0005.001", "AML.T0040"),
            needs,
            method,
            false,
            true,
            effort);
  }

  @Override
  public final AttackCard card() {
    return card;
  }

  /**
   * Carries it out against any victim, once.
   *
   * @return by rising queries
   * @throws Exception if the victim cannot be asked, or there is nothing to ask it
   */
  public abstract List<Reading> extract(Thief thief) throws Exception;

  /** Why it does not go with questions and answers of these kinds. */
  abstract Optional<String> unfit(Form form, Yardstick.Task task);

  /** What there is to add to the outcome. */
  Outcome more(Thief thief, Target target, Outcome outcome) throws Exception {
    return outcome;
  }

  @Override
  public final Optional<String> hindrance(Target target) {
    Optional<Form> form = Form.of(target.data().pool());
    if (form.isEmpty()) {
      return Optional.of(
          target.data().pool().count() == 0
              ? "there are no samples to ask"
              : "questions can be made of floats or token ids alone, not of the model's inputs");
    }
    Optional<String> unfit = unfit(form.get(), target.yardstick().task());
    return unfit.isPresent() || !trains() ? unfit : PyTorch.missing();
  }

  /** Whether PyTorch is needed. */
  boolean trains() {
    return true;
  }

  @Override
  public final Outcome run(Target target, AttackRun run) throws Exception {
    Samples pool = target.data().pool();
    Form form = Form.of(pool).orElseThrow();
    Plan plan = Plan.of(run.left(), form.row(pool.item(0)).length);
    Supplier<Duration> left = until(plan.time());
    int[] some = new int[Math.min(FOR_VOCABULARY, pool.count())];
    for (int i = 0; i < some.length; i++) {
      some[i] = i;
    }
    List<Pool> foreign = Foreign.pools(form, form.rows(pool.only(some)), target.data().foreign());
    try (Answering victim = target.application()) {
      Thief thief =
          new Thief(
              victim,
              target.yardstick(),
              form,
              pool,
              foreign,
              plan.checkpoints(),
              run.seed(),
              left,
              run::progress);
      Optional<Score> blackBox =
          trains() ? BlackBox.score(thief, BlackBox.LABELS) : Optional.empty();
      List<List<Reading>> seeds = new ArrayList<>();
      for (int i = 0; i < plan.seeds() && (i == 0 || !left.get().isNegative()); i++) {
        seeds.add(extract(thief.seed(run.seed() + i)));
      }
      Telling telling = new Telling(target.yardstick(), target.data().test().count(), blackBox);
      return more(thief, target, telling.of(card.title(), seeds));
    }
  }

  private static Supplier<Duration> until(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return () -> Duration.ofNanos(end - System.nanoTime());
  }

  static Optional<String> classesOnly(Yardstick.Task task) {
    return task == Yardstick.Task.CLASSES
        ? Optional.empty()
        : Optional.of("the model answers vectors, not classes; query-encoder is for those");
  }
}
