package dev.brigandine.audit.training.query;

import java.util.List;

/** How a thief chooses what to ask. */
interface Choosing {
  /**
   * The next questions; fewer than wanted, or none, if he has no more.
   *
   * @param soFar what was asked and answered until now
   */
  List<float[]> next(int count, Lessons soFar) throws Exception;

  /** How many to ask before the next choice. */
  default int round() {
    return Integer.MAX_VALUE;
  }

  /** Tells what was answered, as the victim did. */
  default void answered(List<float[]> questions, List<float[]> answers) throws Exception {}

  /** As a pool deals them. */
  static Choosing dealt(Pool.Dealer dealer) {
    return (count, soFar) -> Pool.deal(dealer, count);
  }
}
