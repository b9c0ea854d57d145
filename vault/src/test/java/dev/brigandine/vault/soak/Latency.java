package dev.brigandine.vault.soak;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long runs took, in a fixed number of bytes. Within 3% of the truth. Thread-safe. */
final class Latency {
  /** Steps to a doubling. */
  private static final int STEPS = 32;

  private final AtomicLongArray counts = new AtomicLongArray(64 * STEPS);

  void add(long nanos) {
    counts.incrementAndGet(bucket(Math.max(1, nanos)));
  }

  private static int bucket(long nanos) {
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    long fraction = power >= 5 ? nanos >> (power - 5) & 31 : nanos << (5 - power) & 31;
    return power * STEPS + (int) fraction;
  }

  long count() {
    long sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** The upper end of the step that {@code share} of all are in or below, in microseconds. */
  double quantile(double share) {
    long wanted = (long) Math.ceil(count() * share);
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= wanted && seen > 0) {
        return Math.scalb(1 + (i % STEPS + 1) / (double) STEPS, i / STEPS) / 1000;
      }
    }
    return 0;
  }
}
