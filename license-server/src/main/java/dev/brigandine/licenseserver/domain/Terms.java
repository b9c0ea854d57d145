package dev.brigandine.licenseserver.domain;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an entitlement grants.
 *
 * @param kind node-locked or floating
 * @param seats how many leases at a time, 1 to {@value #MAX_SEATS}; 0 if node-locked
 * @param maxDevices how many devices may activate, 1 to {@value #MAX_DEVICES}
 * @param enrolment which devices may
 * @param starts the first moment at which licences hold, in whole seconds
 * @param expires the first moment at which they no longer hold
 * @param runs how many runs in all, if not any number
 * @param rate how often, if not at will
 * @param features at most 32 labels of at most 64 characters
 * @param isolation who may open
 * @param minimumVersion lowest model version that it opens, if not any
 * @param heartbeat seconds between a lease's renewals, {@value #MIN_HEARTBEAT} to 86,400; 0 if
 *     node-locked
 * @param grace seconds beyond a missed renewal that a lease goes on, 0 to 7,776,000 (90 days)
 * @param clock what a device must know of time
 * @param machine how far a device's machine may change, if it is bound to one
 */
public record Terms(
    Kind kind,
    int seats,
    int maxDevices,
    Enrolment enrolment,
    Instant starts,
    Instant expires,
    OptionalLong runs,
    Optional<Rate> rate,
    List<String> features,
    Isolation isolation,
    OptionalLong minimumVersion,
    long heartbeat,
    long grace,
    ClockPolicy clock,
    Optional<MachineMatch> machine) {
  /** The most seats of an entitlement. */
  public static final int MAX_SEATS = 10_000;

  /** The most devices of an entitlement. */
  public static final int MAX_DEVICES = 100_000;

  /** Seconds. */
  public static final int MIN_HEARTBEAT = 1;

  private static final int MAX_FEATURES = 32;
  private static final int MAX_FEATURE = 64;

  /** Checks the ranges. */
  public Terms {
    starts = Bounds.moment("start", starts);
    expires = Bounds.moment("expiry", expires);
    if (!starts.isBefore(expires)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "an entitlement cannot start at " + starts + " and expire at " + expires,
          "let it start before it expires");
    }
    boolean floating = kind == Kind.FLOATING;
    Bounds.check("seats", seats, floating ? 1 : 0, floating ? MAX_SEATS : 0);
    Bounds.check("devices", maxDevices, 1, MAX_DEVICES);
    runs.ifPresent(count -> Bounds.check("runs", count, 1, Bounds.EXACT));
    minimumVersion.ifPresent(version -> Bounds.check("minimum version", version, 1, Bounds.EXACT));
    Bounds.check("heartbeat", heartbeat, floating ? MIN_HEARTBEAT : 0, floating ? 86_400 : 0);
    Bounds.check("grace", grace, 0, floating ? 7_776_000 : 0);
    features = features.stream().distinct().toList();
    Bounds.check("number of features", features.size(), 0, MAX_FEATURES);
    features.forEach(feature -> Bounds.label("feature", feature, MAX_FEATURE));
  }

  /** Terms of one device's licence; the rest as {@link Builder} says. */
  public static Builder nodeLocked(Instant starts, Instant expires) {
    return new Builder(Kind.NODE_LOCKED, 0, starts, expires);
  }

  /** Terms of floating seats: heartbeat 5 minutes, grace 10; the rest as {@link Builder} says. */
  public static Builder floating(int seats, Instant starts, Instant expires) {
    return new Builder(Kind.FLOATING, seats, starts, expires);
  }

  /** Seconds from a lease's grant to its end, if nothing cuts it short. */
  public long leaseSeconds() {
    return heartbeat + grace;
  }

  /** The same terms with another expiry. */
  public Terms until(Instant newExpires) {
    return new Terms(
        kind,
        seats,
        maxDevices,
        enrolment,
        starts,
        newExpires,
        runs,
        rate,
        features,
        isolation,
        minimumVersion,
        heartbeat,
        grace,
        clock,
        machine);
  }

  /**
   * Gathers terms. Unless told otherwise: one device, or as many as may be if floating; any device
   * may enrol; no limit on runs, rate or version; no features; any runtime; no binding to a
   * machine.
   */
  public static final class Builder {
    private final Kind kind;
    private final int seats;
    private final Instant starts;
    private final Instant expires;
    private int maxDevices;
    private Enrolment enrolment = Enrolment.OPEN;
    private OptionalLong runs = OptionalLong.empty();
    private Optional<Rate> rate = Optional.empty();
    private List<String> features = List.of();
    private Isolation isolation = Isolation.IN_PROCESS;
    private OptionalLong minimumVersion = OptionalLong.empty();
    private long heartbeat;
    private long grace;
    private ClockPolicy clock = ClockPolicy.DEFAULT;
    private Optional<MachineMatch> machine = Optional.empty();

    private Builder(Kind kind, int seats, Instant starts, Instant expires) {
      this.kind = kind;
      this.seats = seats;
      this.starts = starts;
      this.expires = expires;
      boolean floating = kind == Kind.FLOATING;
      maxDevices = floating ? MAX_DEVICES : 1;
      heartbeat = floating ? 300 : 0;
      grace = floating ? 600 : 0;
    }

    /** How many devices may activate. */
    public Builder maxDevices(int most) {
      maxDevices = most;
      return this;
    }

    /** Which devices may activate. */
    public Builder enrolment(Enrolment policy) {
      enrolment = policy;
      return this;
    }

    /** How many runs in all. */
    public Builder runs(long count) {
      runs = OptionalLong.of(count);
      return this;
    }

    /** How often. */
    public Builder rate(Rate most) {
      rate = Optional.of(most);
      return this;
    }

    /** What the application may offer. */
    public Builder features(List<String> labels) {
      features = labels;
      return this;
    }

    /** Who may open. */
    public Builder isolation(Isolation least) {
      isolation = least;
      return this;
    }

    /** Lowest model version. */
    public Builder minimumVersion(long version) {
      minimumVersion = OptionalLong.of(version);
      return this;
    }

    /** Seconds between renewals, and beyond a missed one. */
    public Builder lease(long heartbeatSeconds, long graceSeconds) {
      heartbeat = heartbeatSeconds;
      grace = graceSeconds;
      return this;
    }

    /** What a device must know of time. */
    public Builder clock(ClockPolicy policy) {
      clock = policy;
      return this;
    }

    /** How far a device's machine may change. */
    public Builder machine(MachineMatch match) {
      machine = Optional.of(match);
      return this;
    }

    /** Checks the ranges. */
    public Terms build() {
      return new Terms(
          kind,
          seats,
          maxDevices,
          enrolment,
          starts,
          expires,
          runs,
          rate,
          features,
          isolation,
          minimumVersion,
          heartbeat,
          grace,
          clock,
          machine);
    }
  }
}
