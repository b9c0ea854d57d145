package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.training.fit.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tunes the captured body, without key tensors, against training the same architecture from
 * scratch, by how many samples there are.
 */
public final class FinetuneCopy implements Attack {
  private static final int[] COUNTS = {60, 600, Integer.MAX_VALUE};

  private final BlackBox blackBox = new BlackBox();

  @Override
  public AttackCard card() {
    return new AttackCard(
        "finetune-copy",
        "Fine-tuning the captured body",
        Family.COPY,
        List.of("AML.T0005", "AML.T0024.002"),
        "graph and weights as captured, without key tensors; labelled samples, or else the"
            + " application's answers",
        "locks are left out (identity) or replaced at random, then all weights are tuned, and what"
            + " stands for the keys with them; the black box is the same architecture from scratch,"
            + " or the public base tuned",
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
    Lessons.Teacher teacher = Lessons.strongest(target);
    int[] counts = Counts.within(COUNTS, target.data().pool().count());
    Scale scale = Scale.of(target.original().toGraph());
    List<Training.Start> starts = new ArrayList<>();
    for (Unlocked.Start start : scale.starts()) {
      Unlocked unlocked = Unlocked.of(copy, start, run.seed());
      starts.add(new Training.Start(unlocked.graph(), copy.names(), name -> true));
    }
    Shares shares =
        new Shares(
            run,
            (double) counts.length * (starts.size() + BlackBox.WEIGHT) * scale.recipes(),
            "tunes the captured body");
    Told told = new Told(target);
    told.figure(
        "captured-accuracy",
        Told.word(target) + " of the captured copy without keys",
        training.score(starts.get(0).graph(), copy.names()));
    for (int count : counts) {
      if (told.hasSome() && training.isLate()) {
        break;
      }
      Lessons lessons = Lessons.of(target, count, teacher, run.seed());
      List<Recipe> tuning = scale.tuning(count);
      Training.Trained surrogate = training.best(starts, lessons, tuning, shares, 1);
      Training.Trained black = blackBox.trained(target, count, teacher, lessons, training, shares);
      told.compared(count, teacher, surrogate, black);
    }
    return training.noted(told.outcome("captured body tuned"));
  }
}
