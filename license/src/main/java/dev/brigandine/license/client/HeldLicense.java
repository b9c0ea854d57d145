package dev.brigandine.license.client;

import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A licence from a server, and the seat that goes with it if it is a floating one. Safe for
 * concurrent use.
 *
 * <p>While it is open and the licence floats, one daemon thread, {@code brigandine-lease}, renews
 * the lease. Not closing it leaves the seat taken until its time is over.
 */
public final class HeldLicense implements AutoCloseable {
  private final License license;
  private final Listeners listeners;
  private final SeatCalls calls;
  private final LeaseKeeper keeper;
  private final LeaseThread thread;
  private final boolean fresh;
  private final boolean keepSeat;
  private boolean closed;

  /** The last three are null unless the licence floats. */
  HeldLicense(
      License license,
      Listeners listeners,
      SeatCalls calls,
      LeaseKeeper keeper,
      LeaseThread thread,
      boolean keepSeat) {
    this.keepSeat = keepSeat;
    this.license = license;
    this.listeners = listeners;
    this.calls = calls;
    this.keeper = keeper;
    this.thread = thread;
    this.fresh = keeper != null && !keeper.isOld();
  }

  /** The licence. */
  public License license() {
    return license;
  }

  /** The newest lease; null if the licence does not float. */
  public Lease lease() {
    return keeper == null ? null : keeper.lease();
  }

  /** Whether the lease was given for this opening, not kept from an earlier one. */
  public boolean isFresh() {
    return fresh;
  }

  /**
   * Goes by another's idea of the time, where there is only a lease from before to go by, and shows
   * it every lease that comes.
   *
   * @param now the time
   * @param leases told of each lease on the lease's thread
   */
  public void follow(Instant now, Consumer<Lease> leases) {
    if (keeper != null) {
      keeper.tell(leases);
      keeper.follow(now.toEpochMilli());
    }
  }

  /**
   * Refuses unless the lease is good now; a licence that does not float is not refused. Asks
   * nobody: it reads what the lease's thread left. All refusals but the last two may pass by
   * themselves.
   *
   * @throws dev.brigandine.bundle.BrigandineException {@code LEASE_LOST}, {@code NO_FREE_LEASE},
   *     {@code SERVER_UNREACHABLE}, {@code REVOKED}, {@code LICENSE_EXPIRED}
   */
  public void check() {
    if (keeper != null) {
      keeper.check();
    }
  }

  /** Whether the server counts the runs, so that each must come from {@link #reserveRuns}. */
  public boolean countsRuns() {
    return keeper != null && keeper.countsRuns();
  }

  /**
   * Takes a block of at least one run; waits up to 5 seconds for the server to grant more. What is
   * taken and neither used nor given back is lost, as in a crash.
   *
   * @throws dev.brigandine.bundle.BrigandineException {@code LICENSE_EXPIRED} if none are left,
   *     else as {@link #check}
   */
  public long reserveRuns() {
    return keeper.reserve();
  }

  /** Gives back runs that were reserved and not used. */
  public void giveBackRuns(long unused) {
    keeper.giveBack(unused);
  }

  /** How often the listener threw. */
  public long listenerFailures() {
    return listeners.failures();
  }

  /**
   * Ends the thread and gives the seat back, unless it is to be kept. Waits for a server that is
   * slow to answer, for seconds and without a bound on the whole; whether it took the seat back is
   * told to the listener, not thrown. Closing twice is harmless.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (keeper != null) {
      try {
        thread.close();
        if (!keepSeat) {
          keeper.release();
        }
      } finally {
        calls.close();
      }
    }
  }
}
