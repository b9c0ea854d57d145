package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects what surrogates and black boxes score, and makes an outcome of it. */
final class Told {
  /** As good as the original. */
  private static final double AS_GOOD = 0.02;

  private final Target target;
  private final List<Figure> first = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();
  private final Map<String, List<Series.Point>> lines = new LinkedHashMap<>();
  private Score best;
  private double gained;
  private double ratio;

  Told(Target target) {
    this.target = target;
  }

  /** Of a captured copy that lacks nothing. */
  static Outcome runsByItself(Target target, Score score) {
    return Outcome.of(
            isFull(target, score) ? Verdict.FULL : Verdict.PARTIAL,
            String.format(
                Locale.ROOT,
                "runs as captured: %s %.3f of %.3f",
                word(target),
                score.main(),
                target.yardstick().original().main()),
            Figure.share("best-accuracy", "best " + word(target), score.main()),
            Figure.share("best-agreement", "best agreement", score.agreement()))
        .note("The captured copy lacks no key tensor, so nothing has to be trained.");
  }

  void figure(String id, String label, Score score) {
    first.add(Figure.share(id, label, score.main()));
  }

  /** A surrogate that was not tuned, and the base as it is. */
  void untuned(Score surrogate, Score base) {
    figure("untuned-accuracy", word(target) + " without tuning", surrogate);
    figure("base-accuracy", word(target) + " of the base as it is", base);
    line("surrogate, labels", 0, surrogate.main());
    line("black box, labels", 0, base.main());
    best = Training.better(best, surrogate);
    gained = Math.max(gained, surrogate.main() - base.main());
  }

  /** A surrogate and the black box of as many samples. */
  void compared(int count, Lessons.Teacher teacher, Score surrogate, Score black) {
    String by = teacher == Lessons.Teacher.LABELS ? "labels" : "oracle";
    String id = by + "-" + count;
    String with =
        count
            + (teacher == Lessons.Teacher.LABELS
                ? " labelled samples"
                : " answers of the application");
    double times = black.main() > 0 ? surrogate.main() / black.main() : 1;
    figures.add(Figure.share(id + "-accuracy", word(target) + " with " + with, surrogate.main()));
    figures.add(Figure.share(id + "-agreement", "agreement with " + with, surrogate.agreement()));
    figures.add(
        Figure.share(
            id + "-black-box", word(target) + " of the black box with " + with, black.main()));
    figures.add(Figure.ratio(id + "-ratio", "surrogate ÷ black box with " + with, times));
    line("surrogate, " + by, count, surrogate.main());
    line("black box, " + by, count, black.main());
    best = Training.better(best, surrogate);
    gained = Math.max(gained, surrogate.main() - black.main());
    ratio = Math.max(ratio, times);
  }

  private void line(String label, int count, double value) {
    lines
        .computeIfAbsent(label, l -> new ArrayList<>())
        .add(new Series.Point(count, value, value, value));
  }

  /**
   * The outcome.
   *
   * @param what was done, for the chart: {@code keys trained}
   */
  Outcome outcome(String what) {
    double original = target.yardstick().original().main();
    Verdict verdict =
        isFull(target, best) ? Verdict.FULL : gained <= noise() ? Verdict.NOTHING : Verdict.PARTIAL;
    List<Figure> all = new ArrayList<>();
    all.add(Figure.share("best-accuracy", "best " + word(target), best.main()));
    all.add(Figure.share("best-agreement", "best agreement", best.agreement()));
    all.add(Figure.ratio("best-ratio", "greatest surrogate ÷ black box", ratio));
    all.addAll(first);
    all.addAll(figures);
    List<Series> series = new ArrayList<>();
    lines.forEach(
        (label, points) ->
            series.add(
                new Series(
                    what + ": " + word(target) + " by samples",
                    label,
                    "samples",
                    word(target),
                    points)));
    return new Outcome(
        verdict,
        String.format(
            Locale.ROOT,
            "%s %.3f of %.3f, %.2f × black box",
            word(target),
            best.main(),
            original,
            ratio),
        all,
        series,
        List.of());
  }

  static boolean isFull(Target target, Score score) {
    return score.agreement() >= 1 - AS_GOOD
        || score.main() >= target.yardstick().original().main() - AS_GOOD;
  }

  /** Two standard deviations of a share over the test samples, at the least {@link #AS_GOOD}. */
  private double noise() {
    double p = target.yardstick().original().main();
    double deviation = Math.sqrt(Math.max(p * (1 - p), 0.01) / target.data().test().count());
    return Math.max(AS_GOOD, 2 * deviation);
  }

  static String word(Target target) {
    return target.yardstick().original().accuracy().isPresent() ? "accuracy" : "agreement";
  }
}
