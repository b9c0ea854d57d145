package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.SeatOutcome;

/** What came of a {@link SeatCall}. */
public sealed interface SeatAnswer {
  /** A decision about the seats of {@code entitlement}. */
  record Decided(String entitlement, boolean limitedRuns, SeatOutcome outcome)
      implements SeatAnswer {}

  /** The licence or lease is not known here. */
  record Unknown() implements SeatAnswer {}

  /**
   * The licence is not this device's, or the request was signed by another key than the device's.
   */
  record NotYours() implements SeatAnswer {}

  /** The licence's entitlement has no seats to lend. */
  record NotFloating() implements SeatAnswer {}
}
