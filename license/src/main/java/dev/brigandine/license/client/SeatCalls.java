package dev.brigandine.license.client;

import dev.brigandine.license.Lease;

/** What a lease's keeper asks of a server. Every call may refuse ({@link RefusedException}). */
interface SeatCalls extends AutoCloseable {
  /** A lease, and when it was asked for. */
  record Granted(Lease lease, long sentNanos, long sentMillis) {}

  /** A seat for this slot's instance; the same again, with a higher fence, if it has one. */
  Granted claim() throws ServerAwayException;

  /**
   * The same seat for longer.
   *
   * @param used runs of this lease, or -1
   */
  Granted renew(Lease lease, long used) throws ServerAwayException;

  /** Gives the seat back; short of time. */
  void release(Lease lease, long used) throws ServerAwayException;

  /** Asks from now on as somebody whom the server has not met. */
  void becomeAnother();

  /** Ends a call under way; those that follow, but for a release, fail. */
  void abort();

  @Override
  void close();
}
