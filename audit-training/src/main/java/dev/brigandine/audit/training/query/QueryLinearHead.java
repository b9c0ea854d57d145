package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Solves the last layer, or a linear model, by equations. Needs no PyTorch. */
public final class QueryLinearHead extends QueryAttack {
  /** Wider views are not solved: the time rises with the cube. */
  private static final int WIDEST = 1600;

  /** For {@link java.util.ServiceLoader}. */
  public QueryLinearHead() {
    super(
        "query-linear-head",
        "The last layer by equations",
        "questions to the application, which answers logits or probabilities; for a deep model the"
            + " public base whose body it shares",
        "Each answer is an equation in the last layer's weights: as many as it has inputs solve it"
            + " (Tramèr et al., USENIX Security 2016); the rank of the answers tells the width of"
            + " the layer before (Carlini et al., ICML 2024).",
        Effort.SECONDS);
  }

  @Override
  boolean trains() {
    return false;
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return Optional.empty();
  }

  /** As if the model were linear in what is asked. */
  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    List<float[]> questions = questions(thief, width(thief.form()));
    Linear linear = new Linear(thief, rows -> rows.stream().map(thief.form()::seen).toList());
    linear.solve(questions, oracle(thief, questions.size()).ask(questions));
    return List.of(new Reading(questions.size(), thief.yardstick().score(linear), true));
  }

  @Override
  Outcome more(Thief thief, Target target, Outcome outcome) throws Exception {
    List<float[]> asked = questions(thief, 2 * Math.min(WIDEST, thief.yardstick().width()));
    List<float[]> answers = oracle(thief, asked.size()).ask(asked);
    List<Figure> figures = new ArrayList<>(outcome.figures());
    figures.add(
        Figure.count("rank", "directions the answers vary in", LeastSquares.rank(whole(answers))));
    figures.add(Figure.count("width", "numbers of an answer", answers.get(0).length));
    Outcome more = with(outcome, figures);
    if (target.base().isEmpty()) {
      return more.note(
          "Without a public base only a model that is linear in its inputs falls to this.");
    }
    try (BaseFeatures base = BaseFeatures.of(target.base().get(), thief.form()).orElse(null)) {
      return base == null
          ? more.note("The base does not end in a fully connected layer.")
          : byBase(thief, base, target, more);
    }
  }

  private Outcome byBase(Thief thief, BaseFeatures base, Target target, Outcome outcome)
      throws Exception {
    int width = base.of(questions(thief, 0)).get(0).length;
    if (width > WIDEST) {
      return outcome.note("The base's last layer is too wide to be solved here.");
    }
    List<float[]> questions = questions(thief, width);
    Linear linear = new Linear(thief, base::of);
    linear.solve(questions, oracle(thief, questions.size()).ask(questions));
    Score score = thief.yardstick().score(linear);
    List<Figure> figures = new ArrayList<>(outcome.figures());
    figures.add(
        Figure.share("main-by-base", "accuracy of the base with the solved head", score.main()));
    figures.add(
        Figure.share("agreement-by-base", "its agreement with the victim", score.agreement()));
    figures.add(Figure.count("queries-by-base", "queries for it", questions.size()));
    Telling telling =
        new Telling(thief.yardstick(), target.data().test().count(), Optional.empty());
    return new Outcome(
        telling.verdict(score.main(), score.agreement()),
        outcome.summary(),
        figures,
        outcome.series(),
        outcome.notes());
  }

  private static Outcome with(Outcome outcome, List<Figure> figures) {
    return new Outcome(
        outcome.verdict(), outcome.summary(), figures, outcome.series(), outcome.notes());
  }

  private static Oracle oracle(Thief thief, int queries) {
    return new Oracle(
        thief.victim(), thief.form(), thief.yardstick().output(), new QueryBudget(queries));
  }

  private static int width(Form form) {
    int width = 1;
    for (int axis : form.seen()) {
      width *= axis;
    }
    return Math.min(WIDEST, width);
  }

  /** A tenth more than there are unknowns for each number of an answer; own inputs first. */
  private static List<float[]> questions(Thief thief, int width) {
    Random random = new Random(thief.seed());
    Pool.Dealer own = Pool.of("own", thief.form(), thief.own()).dealer().apply(random);
    Pool.Dealer foreign = Pool.inTurns(thief.foreign(), random);
    return Pool.deal(() -> own.deal().or(foreign::deal), width + 1 + width / 10);
  }

  private static List<float[]> whole(List<float[]> answers) {
    return answers.stream().allMatch(Answers::shared)
        ? answers.stream().map(Answers::logits).toList()
        : answers;
  }

  /** Logits up to a constant, of classes; vectors as they are. */
  static List<float[]> logits(Thief thief, List<float[]> answers) {
    return thief.goal() == Surrogate.Goal.CLASSES
        ? answers.stream().map(Answers::logits).toList()
        : answers;
  }
}
