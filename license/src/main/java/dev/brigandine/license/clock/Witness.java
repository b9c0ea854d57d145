package dev.brigandine.license.clock;

import dev.brigandine.license.Lease;
import dev.brigandine.license.Revocations;
import java.time.Instant;

/**
 * Somebody else's word for the time, signed. That the signature holds and who made it is for the
 * caller to have checked.
 *
 * @param time it is not earlier than this
 * @param fresh whether it is known to be no older than a request just made: only then may it say
 *     that it is <em>earlier</em> than this device remembers. An old answer, played back, says
 *     nothing but that this moment was
 */
public record Witness(Instant time, boolean fresh) {

  /**
   * A lease, fresh if it answers the request of that id.
   *
   * @param proof id of the request that was just made, or null if none was
   */
  public static Witness of(Lease lease, String proof) {
    return new Witness(lease.issuedAt(), lease.proof().equals(proof));
  }

  /** A revocation list; anybody may hand it on at any time, so it is never fresh. */
  public static Witness of(Revocations list) {
    return new Witness(list.issuedAt(), false);
  }
}
