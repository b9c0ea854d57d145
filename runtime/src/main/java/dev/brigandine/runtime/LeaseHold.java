package dev.brigandine.runtime;

import dev.brigandine.license.Lease;
import dev.brigandine.license.clock.Watch;
import dev.brigandine.license.clock.Witness;
import java.util.List;

/**
 * A lease while the model is open, and who keeps it. In this order: {@link #lease()} and {@link
 * #witnesses()}, {@link #follow}, then {@link #check()} before each run, and {@link #close()} last.
 */
interface LeaseHold extends AutoCloseable {
  /** The newest; checked against the licence by the opener. */
  Lease lease();

  /** What the server said of the time, with its freshness. */
  List<Witness> witnesses();

  /** From now on the lease ends by this watch, and each renewal is told to it. */
  void follow(Watch watch);

  /**
   * Refuses once the lease is over. Called before every run, on any thread.
   *
   * @throws dev.brigandine.bundle.BrigandineException LEASE_LOST or SERVER_UNREACHABLE
   */
  void check();

  /** Runs that the server grants, or null if they are counted on this device. */
  RunGrants runs();

  /** Gives the seat back. */
  @Override
  void close();
}
