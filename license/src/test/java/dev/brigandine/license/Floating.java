package dev.brigandine.license;

import java.time.Duration;
import java.time.Instant;

/** A floating licence by a server, with its keys. */
public final class Floating {
  public static final Instant NOW = Fixture.NOW;
  public static final String BUNDLE = Fixture.BUNDLE;
  public static final String ENTITLEMENT = "E".repeat(21) + "A";

  private final Fixture fixture = new Fixture();
  public final VendorKey vendor = fixture.vendor;
  public final DeviceKey device = fixture.device;
  public final License license;

  public Floating(long heartbeat, long grace) {
    Conditions conditions =
        Conditions.NONE
            .withEntitlement(ENTITLEMENT)
            .withLease(new LeaseTerms(Duration.ofSeconds(heartbeat), Duration.ofSeconds(grace)));
    license =
        License.parse(
            fixture.issue(LicenseTerms.expiring(Fixture.EXPIRES).conditions(conditions).build()));
  }
}
