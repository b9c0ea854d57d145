package dev.brigandine.armor.locks;

/** How a number of channels is cut for small matrices. */
final class Factors {
  private Factors() {}

  /** The divisor of {@code n} that is nearest below its root; 1 if there is none. */
  static long outer(long n) {
    long best = 1;
    for (long d = 2; d * d <= n; d++) {
      if (n % d == 0) {
        best = d;
      }
    }
    return best;
  }

  /** The largest divisor of {@code n} up to {@code most}. */
  static long block(long n, long most) {
    long best = 1;
    for (long d = 2; d <= Math.min(n, most); d++) {
      if (n % d == 0) {
        best = d;
      }
    }
    return best;
  }
}
