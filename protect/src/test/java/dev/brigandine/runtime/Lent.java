package dev.brigandine.runtime;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import dev.brigandine.license.clock.Watch;
import dev.brigandine.license.clock.Witness;
import java.nio.file.Path;
import java.util.List;

/** A licence with a lease that somebody came by: what a client without scruples would pass on. */
public final class Lent implements LeaseHold {
  private final Lease lease;

  private Lent(Lease lease) {
    this.lease = lease;
  }

  /** The licence in that file and that lease. */
  public static LicenseSource of(Path licence, String lease) {
    return new LicenseSource() {
      @Override
      Got get(Bundle bundle, DeviceKeySource key, OpenOptions options) {
        return new Got(License.load(licence), new Lent(Lease.parse(lease, null)), key);
      }
    };
  }

  @Override
  public Lease lease() {
    return lease;
  }

  @Override
  public List<Witness> witnesses() {
    return List.of(Witness.of(lease, null));
  }

  @Override
  public void follow(Watch watch) {}

  @Override
  public void check() {}

  @Override
  public RunGrants runs() {
    return null;
  }

  @Override
  public void close() {}
}
