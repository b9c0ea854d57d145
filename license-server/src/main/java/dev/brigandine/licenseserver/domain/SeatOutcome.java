package dev.brigandine.licenseserver.domain;

/** What came of a {@link SeatRequest}. */
public sealed interface SeatOutcome {
  /**
   * A seat, from now on or still.
   *
   * @param at when, in whole seconds since 1970
   * @param usedNow how many runs were reported that had not been before
   */
  record Granted(Hold hold, long at, long usedNow) implements SeatOutcome {}

  /**
   * The instance has no seat.
   *
   * @param usedNow how many runs were reported that had not been before
   */
  record Released(long at, long usedNow) implements SeatOutcome {}

  /**
   * Nothing.
   *
   * @param retryAfter seconds after which it may be otherwise, or -1
   */
  record Refused(Reason reason, long retryAfter) implements SeatOutcome {}

  /** Why nothing. */
  enum Reason {
    /** All seats are taken. */
    NO_FREE_SEAT,
    /** The database was restored a short while ago. */
    RESTORED,
    /** The seat is another's, or under another fence. */
    LOST,
    /** This request or a later one was seen. */
    REPLAYED,
    /** Entitlement, licence or device. */
    REVOKED,
    /** The entitlement has not begun. */
    NOT_STARTED,
    /** The entitlement or the licence is over. */
    EXPIRED,
    /** No runs are left. */
    RUNS_USED_UP
  }
}
