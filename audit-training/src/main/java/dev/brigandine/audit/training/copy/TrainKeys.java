package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.training.fit.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains the missing key tensors alone, all captured weights held still: with labels, and with the
 * licensed application as an oracle. It says nothing of thieves who also tune weights, or have more
 * samples than the most that were tried.
 */
public final class TrainKeys implements Attack {
  private static final int[] COUNTS = {60, 600, 2000};
  private static final List<Double> RATES = List.of(0.03, 0.003);

  private final BlackBox blackBox = new BlackBox();

  @Override
  public AttackCard card() {
    return new AttackCard(
        "train-keys",
        "training the missing key tensors",
        Family.COPY,
        List.of("AML.T0044", "AML.T0024.002"),
        "graph and weights as captured, without key tensors; samples with labels, or the licensed"
            + " application",
        "the key tensors are matrices to be learnt by gradient descent, orders of channels"
            + " included, while all weights stand still; several starts and rates, the best one"
            + " kept; the black box is the same architecture from scratch with the same samples",
        true,
        true,
        Effort.MINUTES);
  }

  @Override
  public Optional<String> hindrance(Target target) {
    return Hindrances.training(target);
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    Optional<Captured> captured = Hindrances.captured(target);
    if (captured.isEmpty()) {
      return Hindrances.nothingCaptured();
    }
    Captured copy = captured.get();
    Training training = new Training(target, run.seed());
    if (Unlocked.missing(copy).isEmpty()) {
      return Told.runsByItself(target, training.score(copy.graph(), copy.names()));
    }
    List<Lessons.Teacher> teachers = new ArrayList<>();
    if (Lessons.hasLabels(target)) {
      teachers.add(Lessons.Teacher.LABELS);
    }
    teachers.add(Lessons.Teacher.APPLICATION);
    int[] counts = Counts.within(COUNTS, target.data().pool().count());
    int each = 2 * RATES.size() + BlackBox.TRAININGS;
    Shares shares =
        new Shares(run, (double) each * teachers.size() * counts.length, "trains key tensors");
    Told told = new Told(target);
    told.figure(
        "captured-accuracy",
        "accuracy of the captured copy without keys",
        training.score(unlocked(copy, Unlocked.Start.IDENTITY, run.seed()).graph(), copy.names()));
    for (int count : counts) {
      for (Lessons.Teacher teacher : teachers) {
        Lessons lessons = Lessons.of(target, count, teacher, run.seed());
        List<Training.Start> starts = new ArrayList<>();
        for (Unlocked.Start start : Unlocked.Start.values()) {
          Unlocked unlocked = unlocked(copy, start, run.seed());
          starts.add(new Training.Start(unlocked.graph(), copy.names(), unlocked.keys()::contains));
        }
        Score surrogate = training.best(starts, lessons, recipes(count), shares);
        Score black = blackBox.score(target, count, teacher, lessons, run.seed(), shares);
        told.compared(count, teacher, surrogate, black);
      }
    }
    return told.outcome("keys trained")
        .note(
            "Of several starts and learning rates the best on the test samples counts, for the"
                + " thief and for the black box.");
  }

  private static Unlocked unlocked(Captured copy, Unlocked.Start start, long seed) {
    return Unlocked.of(copy, start, seed);
  }

  private static List<Recipe> recipes(int count) {
    return RATES.stream()
        .map(rate -> new Recipe(BlackBox.steps(count), BlackBox.batch(count), rate, false))
        .toList();
  }
}
