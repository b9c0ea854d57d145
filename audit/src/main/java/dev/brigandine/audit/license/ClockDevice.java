package dev.brigandine.audit.license;

import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.clock.Memory;
import dev.brigandine.license.clock.Watch;
import dev.brigandine.license.clock.Witness;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The device of one row: its clock, its memory, its counter, and licences for this bundle. */
final class ClockDevice {
  static final String ENTITLEMENT = "E".repeat(21) + "A";
  private static final long NANOS = 1_000_000_000L;

  private final Holder holder;
  private final VendorKey vendor;
  final ClockMoments moments;
  final Path state;
  final TurnedClock clock;
  CounterChip counter = new CounterChip();
  private long nanos = NANOS;

  ClockDevice(Holder holder, VendorKey vendor, Path state) {
    this.holder = holder;
    this.vendor = vendor;
    this.state = state;
    this.moments = new ClockMoments(holder.manifest.created());
    this.clock = new TurnedClock(moments.day(0));
  }

  VendorKey vendor() {
    return vendor;
  }

  License license(ClockPolicy policy, long fromDay) {
    return license(policy, fromDay, holder.device);
  }

  License license(ClockPolicy policy, long fromDay, DeviceKey device) {
    Instant issued = moments.day(0);
    SignerId signer = holder.signer;
    LicenseTerms terms =
        LicenseTerms.expiring(moments.of("end"))
            .notBefore(moments.day(fromDay))
            .conditions(Conditions.NONE.withClock(policy).withEntitlement(ENTITLEMENT))
            .build();
    return License.parse(
        LicenseIssuer.issue(vendor, holder.manifest, signer, device.publicKey(), terms, issued));
  }

  Watch open(License license, boolean counted, List<Witness> witnesses) {
    return open(license, holder.device, counted, witnesses);
  }

  Watch open(License license, DeviceKey key, boolean counted, List<Witness> witnesses) {
    Watch watch =
        Watch.open(
            license,
            Memory.of(state, key),
            clock,
            () -> nanos,
            counted ? counter : null,
            witnesses);
    watch.save();
    return watch;
  }

  void pass(long seconds) {
    nanos += seconds * NANOS;
  }

  /** Opens what the licence opens, at that time: without it, a refusal is thrown. */
  void take(License license, Instant time) {
    FirstBytes.of(holder, license, time);
  }
}
