package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
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

  private final BlackBox blackBox = new BlackBox();

  @Override
  public AttackCard card() {
    return new AttackCard(
        "train-keys",
        "Training the missing key tensors",
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
    return Hindrances.copying(target);
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    Captured copy = target.captured();
    Training training = new Training(target, run);
    if (Unlocked.missing(copy).isEmpty()) {
      return Told.runsByItself(target, training.score(copy.graph(), copy.names()));
    }
    List<Lessons.Teacher> teachers = new ArrayList<>();
    if (Lessons.hasLabels(target)) {
      teachers.add(Lessons.Teacher.LABELS);
    }
    teachers.add(Lessons.Teacher.APPLICATION);
    int[] counts = Counts.within(COUNTS, target.data().pool().count());
    Scale scale = Scale.of(target.original().toGraph());
    int each = (scale.starts().size() + BlackBox.WEIGHT) * scale.recipes();
    Shares shares =
        new Shares(run, (double) each * teachers.size() * counts.length, "trains key tensors");
    Told told = new Told(target);
    told.figure(
        "captured-accuracy",
        "accuracy of the captured copy without keys",
        training.score(unlocked(copy, Unlocked.Start.IDENTITY, run.seed()).graph(), copy.names()));
    for (int count : counts) {
      for (Lessons.Teacher teacher : teachers) {
        if (told.hasSome() && training.isLate()) {
          break;
        }
        Lessons lessons = Lessons.of(target, count, teacher, run.seed());
        List<Training.Start> starts = new ArrayList<>();
        for (Unlocked.Start start : scale.starts()) {
          Unlocked unlocked = unlocked(copy, start, run.seed());
          starts.add(new Training.Start(unlocked.graph(), copy.names(), unlocked.keys()::contains));
        }
        Training.Trained surrogate = training.best(starts, lessons, scale.keys(count), shares, 1);
        Training.Trained black =
            blackBox.trained(target, count, teacher, lessons, training, shares);
        told.compared(count, teacher, surrogate, black);
      }
    }
    return training.noted(told.outcome("keys trained"));
  }

  private static Unlocked unlocked(Captured copy, Unlocked.Start start, long seed) {
    return Unlocked.of(copy, start, seed);
  }
}
