package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import java.util.OptionalLong;

/**
 * Who may license a bundle in the vendor's stead: a licence server, or a relay. What they grant
 * stays within the licence that says so.
 *
 * @param signer the key they sign with
 * @param mayDelegate whether they may pass the right on, as a server does to its relays
 * @param seats how many leases they may have out at a time, 1 to 10^6, if bounded. This is theirs
 *     to keep: whoever runs a relay can run it twice
 */
public record Delegate(SignerId signer, boolean mayDelegate, OptionalLong seats) {
  static final long MAX_SEATS = 1_000_000;

  /** Checks the range. */
  public Delegate {
    if (seats.isPresent() && (seats.getAsLong() < 1 || seats.getAsLong() > MAX_SEATS)) {
      throw new BrigandineException(
          ErrorCode.USAGE, "seats must be 1 to " + MAX_SEATS + ", not " + seats.getAsLong());
    }
  }
}
