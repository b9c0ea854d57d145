package dev.brigandine.audit.training.query;

import java.util.List;

/** A surrogate, briefly trained, that helps to choose the next questions. */
final class Scout implements AutoCloseable {
  private final Thief thief;
  private final Surrogate surrogate;

  Scout(Thief thief, Lessons lessons) throws InterruptedException {
    this.thief = thief;
    surrogate =
        new Surrogate(
            thief.form(), lessons.answer(0).length, thief.goal(), thief.seed() + lessons.count());
    surrogate.learn(lessons, Recipe.scout(lessons.count(), thief.left()));
  }

  /** What it answers: probabilities of classes, or vectors. */
  List<float[]> answers(List<float[]> questions) {
    List<float[]> answers = surrogate.answer(questions);
    return thief.goal() == Surrogate.Goal.CLASSES
        ? answers.stream().map(Answers::probabilities).toList()
        : answers;
  }

  /** How its probability of a class rises with each element of a question. */
  List<float[]> slopes(List<float[]> questions, int[] labels) {
    return surrogate.slopes(questions, labels);
  }

  @Override
  public void close() {
    surrogate.close();
  }
}
