package dev.brigandine.license.clock;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A device with a clock, a ticker and a counter that the test turns. */
final class ClockWorld extends Clock {
  static final Instant DAY0 = Instant.parse("2026-01-01T00:00:00Z");
  static final String ENTITLEMENT = "E".repeat(21) + "A";
  private static final VendorKey VENDOR = VendorKey.generate();
  static final DeviceKey DEVICE = DeviceKey.generate();
  private static final String BUNDLE = "A".repeat(22);
  private static final Manifest MANIFEST =
      new Manifest(
          BUNDLE,
          "acme/model",
          1,
          Optional.empty(),
          "none",
          "0.1.0",
          DAY0,
          List.of(),
          List.of(),
          VENDOR.publicKey().wrap(ActivationKey.generate(new SecureRandom()), BUNDLE),
          List.of());

  /** Hardware that a test can break, and put back, as a virtual one can be. */
  static class Counter implements HardwareCounter {
    long value;
    boolean crashes;
    boolean broken;

    @Override
    public long read() {
      if (broken) {
        throw new BrigandineException(ErrorCode.IO, "the counter does not answer");
      }
      return value;
    }

    @Override
    public long increment() {
      if (crashes) {
        throw new IllegalStateException("the machine stopped");
      }
      return ++value;
    }
  }

  final Path state;
  Instant now = DAY0;
  ZoneId zone = ZoneOffset.UTC;
  long nanos = 5;
  Counter counter = new Counter();

  ClockWorld(Path state) {
    this.state = state;
  }

  static VendorKey vendor() {
    return VENDOR;
  }

  static Instant day(long number) {
    return DAY0.plusSeconds(86_400 * number);
  }

  static License license(ClockPolicy policy, Instant from) {
    return license(policy, from, DEVICE);
  }

  static License license(ClockPolicy policy, Instant from, DeviceKey device) {
    LicenseTerms terms =
        LicenseTerms.expiring(day(31))
            .notBefore(from)
            .conditions(Conditions.NONE.withClock(policy).withEntitlement(ENTITLEMENT))
            .build();
    return License.parse(
        LicenseIssuer.issue(VENDOR, MANIFEST, VENDOR.signer(), device.publicKey(), terms, DAY0));
  }

  Watch open(License license, boolean counted, List<Witness> witnesses) {
    return open(license, DEVICE, counted, witnesses);
  }

  Watch open(License license, DeviceKey key, boolean counted, List<Witness> witnesses) {
    Watch watch =
        Watch.open(
            license, Memory.of(state, key), this, () -> nanos, counted ? counter : null, witnesses);
    watch.save();
    return watch;
  }

  void pass(long seconds) {
    nanos += seconds * 1_000_000_000L;
  }

  @Override
  public Instant instant() {
    return now.atZone(zone).toInstant();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    zone = other;
    return this;
  }
}
