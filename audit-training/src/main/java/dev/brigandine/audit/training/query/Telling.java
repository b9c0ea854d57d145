package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.attack.Yardstick;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Puts what came of an attack into figures and words. */
final class Telling {
  private static final String CHART = "surrogate accuracy by queries";
  private static final String FIDELITY = "surrogate agreement by queries";

  /** A surrogate that is as near to the original is as good. */
  private static final double AS_GOOD = 0.02;

  private static final double AGREES = 0.98;

  private final Yardstick yardstick;
  private final int tested;
  private final Optional<Score> blackBox;

  /**
   * A telling.
   *
   * @param tested how many samples the scores are from
   * @param blackBox what the thief has without queries
   */
  Telling(Yardstick yardstick, int tested, Optional<Score> blackBox) {
    this.yardstick = yardstick;
    this.tested = tested;
    this.blackBox = blackBox;
  }

  /**
   * The outcome.
   *
   * @param title of the attack, for the charts
   * @param seeds the readings of each seed; all seeds have the same checkpoints, or fewer
   */
  Outcome of(String title, List<List<Reading>> seeds) {
    List<Reading> longest = seeds.get(0);
    int best = 0;
    for (int i = 0; i < longest.size(); i++) {
      best = mean(seeds, i, Score::main) > mean(seeds, best, Score::main) ? i : best;
    }
    double main = mean(seeds, best, Score::main);
    double agreement = mean(seeds, best, Score::agreement);
    Score original = yardstick.original();
    List<Figure> figures = new ArrayList<>();
    boolean labelled = original.accuracy().isPresent();
    if (labelled) {
      figures.add(Figure.share("accuracy", "surrogate's accuracy", main));
    }
    figures.add(Figure.share("agreement", "agreement with the victim", agreement));
    if (yardstick.task() == Yardstick.Task.VALUES) {
      double closeness = mean(seeds, best, Score::closeness);
      figures.add(new Figure("closeness", "mean cosine", closeness, Figure.Unit.NUMBER));
    }
    double divergence = mean(seeds, best, s -> s.divergence().orElse(Double.NaN));
    if (Double.isFinite(divergence)) {
      figures.add(new Figure("divergence", "KL divergence, nats", divergence, Figure.Unit.NUMBER));
    }
    figures.add(Figure.count("queries", "queries asked", longest.get(best).queries()));
    if (blackBox.isPresent()) {
      double without = blackBox.get().main();
      figures.add(Figure.share("black-box", "accuracy without queries, 60 labels", without));
      if (without > 0) {
        figures.add(Figure.ratio("ratio", "surrogate ÷ black box", main / without));
      }
    }
    for (int i = 0; i < longest.size(); i++) {
      String at = "at-" + longest.get(i).queries();
      String queries = " at " + longest.get(i).queries() + " queries";
      if (labelled) {
        figures.add(
            Figure.share("accuracy-" + at, "accuracy" + queries, mean(seeds, i, Score::main)));
      }
      figures.add(
          Figure.share("agreement-" + at, "agreement" + queries, mean(seeds, i, Score::agreement)));
    }
    return new Outcome(
        verdict(main, agreement),
        summary(labelled, main, agreement, longest.get(best).queries()),
        figures,
        charts(title, labelled, seeds),
        notes(seeds));
  }

  /** What such a surrogate is to the thief. */
  Verdict verdict(double main, double agreement) {
    double chance = yardstick.chance().main();
    double noise = 3 * Math.sqrt(Math.max(0.01, chance * (1 - chance)) / Math.max(1, tested));
    if (agreement >= AGREES || main >= yardstick.original().main() - AS_GOOD) {
      return Verdict.FULL;
    }
    return main <= chance + Math.max(AS_GOOD, noise) ? Verdict.NOTHING : Verdict.PARTIAL;
  }

  private String summary(boolean labelled, double main, double agreement, int queries) {
    return labelled
        ? String.format(
            Locale.ROOT,
            "accuracy %.2f of %.2f after %,d queries",
            main,
            yardstick.original().main(),
            queries)
        : String.format(Locale.ROOT, "agreement %.2f after %,d queries", agreement, queries);
  }

  private List<Series> charts(String title, boolean labelled, List<List<Reading>> seeds) {
    List<Series> charts = new ArrayList<>();
    if (labelled) {
      charts.add(line(CHART, title, "accuracy", seeds, Score::main));
      blackBox.ifPresent(score -> charts.add(flat(seeds.get(0), score.main())));
    }
    charts.add(line(FIDELITY, title, "agreement", seeds, Score::agreement));
    return charts;
  }

  private static Series flat(List<Reading> readings, double value) {
    List<Series.Point> points =
        readings.stream()
            .map(reading -> new Series.Point(reading.queries(), value, value, value))
            .toList();
    return new Series(CHART, "black box: 60 labels, no queries", "queries", "accuracy", points);
  }

  private static Series line(
      String chart,
      String label,
      String up,
      List<List<Reading>> seeds,
      ToDoubleFunction<Score> of) {
    List<Series.Point> points = new ArrayList<>();
    for (int i = 0; i < seeds.get(0).size(); i++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (List<Reading> readings : seeds) {
        if (i < readings.size()) {
          low = Math.min(low, of.applyAsDouble(readings.get(i).score()));
          high = Math.max(high, of.applyAsDouble(readings.get(i).score()));
        }
      }
      points.add(new Series.Point(seeds.get(0).get(i).queries(), mean(seeds, i, of), low, high));
    }
    return new Series(chart, label, "queries", up, points);
  }

  private static double mean(List<List<Reading>> seeds, int at, ToDoubleFunction<Score> of) {
    OptionalDouble mean =
        seeds.stream()
            .filter(readings -> at < readings.size())
            .mapToDouble(readings -> of.applyAsDouble(readings.get(at).score()))
            .average();
    return mean.orElse(Double.NaN);
  }

  private List<String> notes(List<List<Reading>> seeds) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "The thief knows the inputs' form and range, not the network: his is a plain"
            + " convolutional one for pictures, two layers for all else.");
    if (seeds.stream().flatMap(List::stream).anyMatch(reading -> !reading.whole())) {
      notes.add("The time was up before a surrogate was fully trained; with more it is better.");
    }
    if (blackBox.isEmpty() && yardstick.task() == Yardstick.Task.CLASSES) {
      notes.add("Without labels there is no black box to compare with but guessing.");
    }
    return notes;
  }
}
