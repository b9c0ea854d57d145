package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.training.fit.Objectives;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells by the loss whether a sample was among those that the model was trained on, and whether a
 * copy tells more than answers do: the copy gives gradients besides. It is right only if the pool
 * is what the original was trained on, which the audit cannot know.
 */
public final class Membership implements Attack {
  private static final int MOST = 500;

  /** Areas from which on members are told apart for the most part, and somewhat. */
  private static final double ALL = 0.9;

  private static final double SOME = 0.6;

  @Override
  public AttackCard card() {
    return new AttackCard(
        "membership",
        "Telling training data from other data",
        Family.COPY,
        List.of("AML.T0024.000"),
        "a captured copy, or the licensed application; samples with labels, some of them trained"
            + " on",
        "threshold on the loss (Yeom et al. 2018) by the application's answers; on the copy also"
            + " on the norm of the loss's gradient (Nasr et al. 2019); area under the curve",
        true,
        false,
        Effort.MINUTES);
  }

  @Override
  public Optional<String> hindrance(Target target) {
    if (!Lessons.hasLabels(target) || target.data().test().labels().isEmpty()) {
      return Optional.of("the samples have no labels of classes");
    }
    return Hindrances.training(target);
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    Samples members = some(target.data().pool());
    Samples others = some(target.data().test());
    float[][] inside = Lessons.answers(target, members);
    float[][] outside = Lessons.answers(target, others);
    run.progress(0.2, "asks the application");
    double byQuery = auc(losses(inside, members), losses(outside, others));
    double byLabel = auc(wrong(inside, members), wrong(outside, others));
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.share("auc-by-query", "area under the curve, by answers", byQuery));
    figures.add(Figure.share("auc-by-label", "area under the curve, by classes alone", byLabel));
    figures.add(
        Figure.share(
            "accuracy-gap",
            "accuracy on the pool less that on the test samples",
            Math.abs(accuracy(inside, members) - accuracy(outside, others))));
    Optional<Captured> captured = Hindrances.captured(target);
    double withCopy = byQuery;
    if (captured.isPresent()) {
      boolean probabilities = Objectives.areProbabilities(inside);
      withCopy =
          Math.max(
              byQuery,
              auc(
                  GradientNorms.of(target, captured.get(), members, probabilities, run),
                  GradientNorms.of(target, captured.get(), others, probabilities, run)));
      figures.add(0, Figure.share("auc-with-copy", "area under the curve, with a copy", withCopy));
      figures.add(
          Figure.share("gap", "what the copy adds to the area", Math.max(0, withCopy - byQuery)));
    }
    Verdict verdict =
        withCopy >= ALL ? Verdict.FULL : withCopy >= SOME ? Verdict.PARTIAL : Verdict.NOTHING;
    return new Outcome(
            verdict,
            captured.isEmpty()
                ? String.format(Locale.ROOT, "no copy; by answers AUC %.2f", byQuery)
                : String.format(
                    Locale.ROOT, "AUC %.2f with a copy, %.2f by answers", withCopy, byQuery),
            figures,
            List.of(),
            List.of())
        .note(
            "Assumes that the original was trained on the pool and not on the test samples; if it"
                + " was not, an area of 0.5 says nothing.")
        .note(
            "0.5 is guessing. Answers tell most of it to whoever may ask; the gap is what a copy adds.");
  }

  private static Samples some(Samples samples) {
    int count = Math.min(MOST, samples.count());
    int[] first = new int[count];
    Arrays.setAll(first, i -> i);
    return samples.only(first);
  }

  private static double accuracy(float[][] rows, Samples samples) {
    return 1 - Arrays.stream(wrong(rows, samples)).average().orElse(0);
  }

  private static double[] wrong(float[][] rows, Samples samples) {
    int[] labels = samples.labels().orElseThrow();
    int[] tops = Floats.tops(rows);
    double[] wrong = new double[rows.length];
    Arrays.setAll(wrong, i -> tops[i] == labels[i] ? 0 : 1);
    return wrong;
  }

  private static double[] losses(float[][] rows, Samples samples) {
    float[][] probabilities = Objectives.probabilities(rows);
    int[] labels = samples.labels().orElseThrow();
    double[] losses = new double[rows.length];
    Arrays.setAll(losses, i -> -Math.log(Math.max(1e-12, probabilities[i][labels[i]])));
    return losses;
  }

  /** How often a member's number is the smaller one of a pair, ties counting half. */
  static double auc(double[] members, double[] others) {
    double smaller = 0;
    for (double member : members) {
      for (double other : others) {
        smaller += member < other ? 1 : member == other ? 0.5 : 0;
      }
    }
    return smaller / members.length / others.length;
  }
}
