package dev.brigandine.vault.local;

/**
 * Whether to look for the next request without sleeping, after an answer: a caller who asks again
 * at once is served some tens of microseconds sooner. It is done while most requests come that
 * soon, and while a processor is free for it. Not thread-safe.
 */
final class Idle {
  /** The longest time that a processor is used for waiting, after one answer. */
  static final long MOST_NANOS = 150_000;

  private static final int HIGHEST = 8;
  private static final int ENOUGH = 4;

  private final Crowd crowd;
  private int score;

  Idle(Crowd crowd) {
    this.crowd = crowd;
  }

  /** How long to look before sleeping. */
  long budget() {
    return score >= ENOUGH && !crowd.busy(1) ? MOST_NANOS : 0;
  }

  /** The next request came so long after the last answer. */
  void learn(long nanos) {
    score = nanos <= MOST_NANOS ? Math.min(HIGHEST, score + 1) : Math.max(0, score - 2);
  }
}
