package dev.brigandine.runtime;

import dev.brigandine.license.Lease;
import dev.brigandine.license.client.HeldLicense;
import dev.brigandine.license.clock.Watch;
import dev.brigandine.license.clock.Witness;
import java.util.List;

/** A lease that a licence server renews while the model is open. */
final class ServerHold implements LeaseHold {
  private final HeldLicense held;
  private final Runnable last;

  /**
   * Takes {@code held} over.
   *
   * @param last what to do when it is closed
   */
  ServerHold(HeldLicense held, Runnable last) {
    this.held = held;
    this.last = last;
  }

  @Override
  public Lease lease() {
    return held.lease();
  }

  @Override
  public List<Witness> witnesses() {
    return List.of(witness(held.lease(), held.isFresh()));
  }

  private static Witness witness(Lease lease, boolean fresh) {
    // That a fresh one answers the request just made, the client has checked.
    return Witness.of(lease, fresh ? lease.proof() : null);
  }

  @Override
  public void follow(Watch watch) {
    held.follow(watch.now(), lease -> watch.hear(witness(lease, true)));
  }

  @Override
  public void check() {
    held.check();
  }

  @Override
  public RunGrants runs() {
    return held.countsRuns() ? new ServerRuns(held) : null;
  }

  @Override
  public void close() {
    try {
      held.close();
    } finally {
      last.run();
    }
  }

  /** Goes with the lease: nothing to close. */
  private record ServerRuns(HeldLicense held) implements RunGrants {
    @Override
    public long reserve() {
      return held.reserveRuns();
    }

    @Override
    public void giveBack(long unused) {
      held.giveBackRuns(unused);
    }

    @Override
    public void close() {}
  }
}
