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

/** The model's own kind of questions, and labels: what hiding the probabilities is worth. */
public final class QueryLabelsOnly extends QueryAttack {
  /** For {@link java.util.ServiceLoader}. */
  public QueryLabelsOnly() {
    super(
        "query-labels-only",
        "Labels instead of probabilities",
        "questions to the application, which answers a class; inputs of the model's own kind",
        "As query-in-distribution, but learning the answered class alone; the figures compare both"
            + " on the same questions.",
        Effort.MINUTES);
  }

  @Override
  public List<Reading> extract(Thief thief) throws Exception {
    return Extraction.withLabels(thief).run(dealt(thief));
  }

  @Override
  Optional<String> unfit(Form form, Yardstick.Task task) {
    return classesOnly(task);
  }

  @Override
  Outcome more(Thief thief, Target target, Outcome outcome) throws Exception {
    int queries = (int) value(outcome, "queries");
    if (thief.left().get().isNegative()) {
      return outcome.note("There was no time to compare with probabilities.");
    }
    Thief again = thief.checkpoints(List.of(queries));
    List<Reading> readings = Extraction.withScores(again).run(dealt(again));
    Score score = readings.get(readings.size() - 1).score();
    List<Figure> figures = new ArrayList<>(outcome.figures());
    figures.add(
        Figure.share("agreement-with-scores", "agreement with probabilities", score.agreement()));
    score
        .accuracy()
        .ifPresent(
            accuracy ->
                figures.add(
                    Figure.share("accuracy-with-scores", "accuracy with probabilities", accuracy)));
    return new Outcome(
        outcome.verdict(), outcome.summary(), figures, outcome.series(), outcome.notes());
  }

  private static double value(Outcome outcome, String id) {
    return outcome.figures().stream()
        .filter(figure -> figure.id().equals(id))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  private static Choosing dealt(Thief thief) {
    Pool own = Pool.of("own", thief.form(), thief.own());
    return Choosing.dealt(Pool.inTurns(List.of(own), new Random(thief.seed())));
  }
}
