package dev.brigandine.audit.attack;

/** Scores answers on the test samples against the original's answers, and the labels. */
public interface Yardstick {
  /** What the answers are. */
  enum Task {
    /** A class each: the first output holds a row of scores. */
    CLASSES,
    /** A vector each. */
    VALUES
  }

  /** What the answers are. */
  Task task();

  /** The name of the output that counts. */
  String output();

  /** How many classes, or how long a vector. */
  int width();

  /** The original's own score: full theft reaches it. */
  Score original();

  /** What guessing reaches. */
  Score chance();

  /**
   * The score of answers; those that are no numbers count as wrong.
   *
   * @throws Exception if it can't be run at all
   */
  Score score(Answering answers) throws Exception;
}
