package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Yardstick;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a thief has, and how far he goes.
 *
 * @param victim answers his questions
 * @param yardstick scores what he makes; he himself never sees it
 * @param form of the questions
 * @param own inputs of the victim's kind, with labels if the owner gave some; attacks take of it
 *     what their thief is said to have
 * @param foreign inputs of other kinds
 * @param checkpoints at how many queries a surrogate is trained and scored, rising
 * @param seed of all that is random
 * @param left of the time there is
 * @param teller whom he tells how far he is
 */
public record Thief(
    Answering victim,
    Yardstick yardstick,
    Form form,
    Samples own,
    List<Pool> foreign,
    List<Integer> checkpoints,
    long seed,
    Supplier<Duration> left,
    Teller teller) {
  /** Is told how far an attack is. */
  public interface Teller {
    /**
     * Tells it.
     *
     * @param share from 0 to 1
     * @param what in a clause
     * @throws InterruptedException if the attack is to stop
     */
    void tell(double share, String what) throws InterruptedException;

    /**
     * Tells the score at a checkpoint.
     *
     * @throws Exception if the attack is to fail
     */
    default void scored(Reading reading) throws Exception {}
  }

  /** Checks that there is a checkpoint. */
  public Thief {
    foreign = List.copyOf(foreign);
    checkpoints = List.copyOf(checkpoints);
    if (checkpoints.isEmpty()) {
      throw new IllegalArgumentException("there must be a checkpoint");
    }
    for (int i = 0; i < checkpoints.size(); i++) {
      if (checkpoints.get(i) <= (i == 0 ? 0 : checkpoints.get(i - 1))) {
        throw new IllegalArgumentException("checkpoints must rise, not " + checkpoints);
      }
    }
  }

  /** All queries he may spend. */
  int budget() {
    return checkpoints.get(checkpoints.size() - 1);
  }

  /** The same with another seed. */
  Thief seed(long other) {
    return new Thief(victim, yardstick, form, own, foreign, checkpoints, other, left, teller);
  }

  /** The same with other checkpoints. */
  Thief checkpoints(List<Integer> others) {
    return new Thief(victim, yardstick, form, own, foreign, others, seed, left, teller);
  }

  Surrogate.Goal goal() {
    return yardstick.task() == Yardstick.Task.CLASSES
        ? Surrogate.Goal.CLASSES
        : Surrogate.Goal.VALUES;
  }
}
