package dev.brigandine.license.client;

import dev.brigandine.license.License;

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
  private boolean closed;

  /** The last three are null unless the licence floats. */
  HeldLicense(
      License license,
      Listeners listeners,
      SeatCalls calls,
      LeaseKeeper keeper,
      LeaseThread thread) {
    this.license = license;
    this.listeners = listeners;
    this.calls = calls;
    this.keeper = keeper;
    this.thread = thread;
  }

  /** The licence. */
  public License license() {
    return license;
  }

  /** Whether the licence server counts the runs, in {@link #count}. */
  public boolean isFloating() {
    return keeper != null;
  }

  /**
   * Grants one run, or refuses; for a licence that does not float, always grants. Takes well under
   * a microsecond.
   *
   * @throws dev.brigandine.bundle.BrigandineException {@code LEASE_LOST}, {@code NO_FREE_LEASE},
   *     {@code SERVER_UNREACHABLE}, {@code REVOKED}, {@code LICENSE_EXPIRED}. All but the last two
   *     may pass by themselves
   */
  public void count() {
    if (keeper != null) {
      keeper.count();
    }
  }

  /** How often the listener threw. */
  public long listenerFailures() {
    return listeners.failures();
  }

  /**
   * Ends the thread and gives the seat back. Takes some seconds at most; whether the server took
   * the seat back is told to the listener, not thrown. Closing twice is harmless.
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
        keeper.release();
      } finally {
        calls.close();
      }
    }
  }
}
