package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.store.BundleRows;
import dev.brigandine.licenseserver.store.CountRows;
import dev.brigandine.licenseserver.store.EntitlementRows;

/** What there is to see at a glance. */
public final class Overview {
  private static final long SOON = 30 * 86_400L;
  private static final int MOST = 20;

  private final Data data;

  Overview(Data data) {
    this.data = data;
  }

  /** Needs viewer. */
  public Summary summary(Actor actor) {
    actor.needs(Role.VIEWER);
    return data.read(
        tx -> {
          long now = tx.now();
          CountRows.Counts counts = CountRows.counts(tx, now);
          return new Summary(
              counts.customers(),
              counts.entitlements(),
              counts.devices(),
              counts.seats(),
              counts.inUse(),
              EntitlementRows.expiring(tx, now, now + SOON, MOST),
              BundleRows.expiring(tx, now, now + SOON, MOST));
        });
  }
}
