package dev.brigandine.license.client;

import dev.brigandine.license.Lease;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long, and for how many runs, a lease is good here. By both clocks, whichever ends it first:
 * the one may stand while the machine sleeps, the other may be set back.
 *
 * @param runs granted with this lease in all, or -1 for any number
 * @param used of them, shared by all terms of one lease
 */
record Term(long endNanos, long endMillis, long runs, AtomicLong used) {
  /** A server tells whole seconds, cut off: its lease may have begun that much earlier. */
  private static final long MARGIN_MILLIS = 1_000;

  /** From when it was asked for, since the server decided no earlier. */
  static Term of(SeatCalls.Granted granted, AtomicLong used) {
    Lease lease = granted.lease();
    long length = lease.expires().toEpochMilli() - lease.issuedAt().toEpochMilli() - MARGIN_MILLIS;
    return new Term(
        granted.sentNanos() + length * 1_000_000,
        granted.sentMillis() + length,
        lease.runs().orElse(-1),
        used);
  }

  /**
   * Of a lease from before.
   *
   * @param now milliseconds since 1970
   */
  static Term ofKept(Lease lease, long now, Clocks clocks) {
    long left = lease.expires().toEpochMilli() - MARGIN_MILLIS - now;
    long endMillis = clocks.millis() + left;
    // What was used of its runs is not known, so none are left.
    long runs = lease.runs().isPresent() ? 0 : -1;
    return new Term(clocks.nanos() + left * 1_000_000, endMillis, runs, new AtomicLong());
  }

  Term ended(Clocks clocks) {
    return new Term(clocks.nanos(), Math.min(endMillis, clocks.millis()), runs, used);
  }

  boolean isOver(Clocks clocks) {
    return clocks.nanos() - endNanos >= 0 || clocks.millis() >= endMillis;
  }

  long nanosLeft(Clocks clocks) {
    return Math.min(endNanos - clocks.nanos(), (endMillis - clocks.millis()) * 1_000_000);
  }

  /** A sixteenth of what is left, at least one; 0 if nothing is. */
  long take() {
    while (true) {
      long now = used.get();
      long block = Math.min(runs - now, Math.max(1, (runs - now) / 16));
      if (block <= 0) {
        return 0;
      }
      if (used.compareAndSet(now, now + block)) {
        return block;
      }
    }
  }

  boolean isLow() {
    return runs >= 0 && used.get() * 4 >= runs * 3;
  }
}
