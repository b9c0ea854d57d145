package dev.brigandine.audit.training.copy;

import java.util.stream.IntStream;

/** Budgets of samples that a pool has. */
final class Counts {
  private Counts() {}

  /** Those that are smaller than the pool, and the whole pool if one is not. */
  static int[] within(int[] wished, int pool) {
    return IntStream.of(wished).map(count -> Math.min(count, pool)).distinct().toArray();
  }
}
