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

  /** Of a lease from before: the wall's clock is all there is. */
  static Term ofKept(Lease lease, Ticker ticker) {
    long endMillis = lease.expires().toEpochMilli() - MARGIN_MILLIS;
    long left = endMillis - ticker.millis();
    // What was used of its runs is not known, so none are left.
    long runs = lease.runs().isPresent() ? 0 : -1;
    return new Term(ticker.nanos() + left * 1_000_000, endMillis, runs, new AtomicLong());
  }

  Term ended(Ticker ticker) {
    return new Term(ticker.nanos(), Math.min(endMillis, ticker.millis()), runs, used);
  }

  boolean isOver(Ticker ticker) {
    return ticker.nanos() - endNanos >= 0 || ticker.millis() >= endMillis;
  }

  long nanosLeft(Ticker ticker) {
    return Math.min(endNanos - ticker.nanos(), (endMillis - ticker.millis()) * 1_000_000);
  }

  boolean isLow() {
    return runs >= 0 && used.get() * 4 >= runs * 3;
  }
}
