package dev.brigandine.audit.training.query;

/** Counts questions, and refuses those beyond what was granted. */
final class QueryBudget {
  private final int granted;
  private int spent;

  QueryBudget(int granted) {
    if (granted < 1) {
      throw new IllegalArgumentException("a budget is one query or more, not " + granted);
    }
    this.granted = granted;
  }

  int spent() {
    return spent;
  }

  int left() {
    return granted - spent;
  }

  /**
   * Takes some.
   *
   * @throws IllegalStateException if fewer are left; none is taken then
   */
  void spend(int queries) {
    if (queries < 0 || queries > left()) {
      throw new IllegalStateException(
          queries + " queries are more than the " + left() + " that are left");
    }
    spent += queries;
  }
}
