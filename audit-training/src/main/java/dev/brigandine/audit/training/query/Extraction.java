package dev.brigandine.audit.training.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Asks until a checkpoint, trains a surrogate from scratch, scores it, and goes on. */
final class Extraction {
  /** What is kept of the time for training, in hundredths. */
  private static final int TO_TRAIN = 60;

  private static final int AT_ONCE = 2000;

  private final Thief thief;
  private final Oracle oracle;
  private final UnaryOperator<float[]> kept;
  private final Lessons lessons = new Lessons();
  private boolean shares = true;

  /**
   * An extraction that has asked nothing yet.
   *
   * @param kept what is learned of an answer
   */
  Extraction(Thief thief, UnaryOperator<float[]> kept) {
    this.thief = thief;
    this.kept = kept;
    oracle =
        new Oracle(
            thief.victim(),
            thief.form(),
            thief.yardstick().output(),
            new QueryBudget(thief.budget()));
  }

  /** With all that the victim says: probabilities of classes, or vectors as they are. */
  static Extraction withScores(Thief thief) {
    return new Extraction(
        thief,
        thief.goal() == Surrogate.Goal.CLASSES ? Answers::probabilities : UnaryOperator.identity());
  }

  /** With the victim's best class alone. */
  static Extraction withLabels(Thief thief) {
    return new Extraction(thief, Answers::label);
  }

  /** What is kept for training of the time that is left when the asking begins. */
  static Duration toTrain(Duration left) {
    return left.multipliedBy(TO_TRAIN).dividedBy(100);
  }

  Lessons lessons() {
    return lessons;
  }

  Oracle oracle() {
    return oracle;
  }

  /** All checkpoints, or as many as there are questions and time for; at least one. */
  List<Reading> run(Choosing choosing) throws Exception {
    List<Reading> readings = new ArrayList<>();
    for (int checkpoint : thief.checkpoints()) {
      boolean more = true;
      Duration enough = toTrain(thief.left().get());
      while (more && lessons.count() < checkpoint) {
        tell("asks");
        int round = Math.min(choosing.round(), AT_ONCE);
        int count = Math.min(round, checkpoint - lessons.count());
        List<float[]> questions = choosing.next(count, lessons);
        if (!questions.isEmpty()) {
          choosing.answered(questions, ask(questions));
        }
        more = !questions.isEmpty() && thief.left().get().compareTo(enough) > 0;
      }
      if (lessons.count() == 0) {
        throw new IllegalStateException("there is nothing to ask the victim");
      }
      if (readings.isEmpty() || readings.get(readings.size() - 1).queries() < lessons.count()) {
        readings.add(reading());
      }
      if (!more || thief.left().get().compareTo(Duration.ZERO) <= 0) {
        break;
      }
    }
    return readings;
  }

  /** Asks, and learns the answers. */
  List<float[]> ask(List<float[]> questions) throws Exception {
    List<float[]> answers = oracle.ask(questions);
    for (float[] answer : answers) {
      shares &= Answers.shared(answer);
    }
    lessons.add(questions, answers.stream().map(kept).toList());
    return answers;
  }

  /** How good a surrogate is that learned all there is until now. */
  Reading reading() throws Exception {
    tell("trains a surrogate");
    try (Copy copy = new Copy(thief, shares)) {
      boolean whole = copy.learn(lessons);
      Reading reading = new Reading(oracle.budget().spent(), thief.yardstick().score(copy), whole);
      thief.teller().scored(reading);
      return reading;
    }
  }

  private void tell(String what) throws InterruptedException {
    double share = (double) lessons.count() / thief.budget();
    thief.teller().tell(share, what + " at " + lessons.count() + " queries");
  }
}
