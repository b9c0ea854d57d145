package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a licence asks beyond bundle, device and time. Everything absent asks nothing.
 *
 * @param entitlement the vendor's record that the licence came from, 22 characters
 * @param features words that the application gives a meaning, at most 64
 * @param rate runs in time, in one process
 * @param isolation where the engine must run
 * @param minimumVersion the lowest version of the model that it opens
 * @param lease present in a floating licence: it opens only together with a {@link Lease}
 * @param clock how strict it is about time
 * @param machine the machine it is bound to, beside the device key
 */
public record Conditions(
    Optional<String> entitlement,
    List<String> features,
    Optional<Rate> rate,
    Isolation isolation,
    OptionalLong minimumVersion,
    Optional<LeaseTerms> lease,
    ClockPolicy clock,
    Optional<MachineBinding> machine) {
  /** Asks nothing. */
  public static final Conditions NONE =
      new Conditions(
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Isolation.IN_PROCESS,
          OptionalLong.empty(),
          Optional.empty(),
          ClockPolicy.DEFAULT,
          Optional.empty());

  static final int MAX_FEATURES = 64;

  /** Checks the ranges. */
  public Conditions {
    features = List.copyOf(features);
    if (features.size() > MAX_FEATURES || features.stream().distinct().count() < features.size()) {
      throw usage("a licence may have up to " + MAX_FEATURES + " features, each once");
    }
    for (String feature : features) {
      if (!JsonObject.isLabel(feature, Claims.MAX_LABEL)) {
        throw usage("a feature must have 1 to " + Claims.MAX_LABEL + " printable characters");
      }
    }
    if (minimumVersion.isPresent()
        && (minimumVersion.getAsLong() < 1 || minimumVersion.getAsLong() > Claims.MAX_VERSION)) {
      throw usage("the lowest version must be 1 to " + Claims.MAX_VERSION);
    }
  }

  private static BrigandineException usage(String message) {
    return new BrigandineException(ErrorCode.USAGE, message);
  }

  /** These, from that entitlement. */
  public Conditions withEntitlement(String id) {
    return new Conditions(
        Optional.of(id), features, rate, isolation, minimumVersion, lease, clock, machine);
  }

  /** These, with those features. */
  public Conditions withFeatures(List<String> words) {
    return new Conditions(
        entitlement, words, rate, isolation, minimumVersion, lease, clock, machine);
  }

  /** These, at that rate. */
  public Conditions withRate(Rate limit) {
    return new Conditions(
        entitlement,
        features,
        Optional.of(limit),
        isolation,
        minimumVersion,
        lease,
        clock,
        machine);
  }

  /** These, with the engine there. */
  public Conditions withIsolation(Isolation level) {
    return new Conditions(
        entitlement, features, rate, level, minimumVersion, lease, clock, machine);
  }

  /** These, for that version of the model and newer ones. */
  public Conditions withMinimumVersion(long version) {
    return new Conditions(
        entitlement, features, rate, isolation, OptionalLong.of(version), lease, clock, machine);
  }

  /** These, floating. */
  public Conditions withLease(LeaseTerms terms) {
    return new Conditions(
        entitlement, features, rate, isolation, minimumVersion, Optional.of(terms), clock, machine);
  }

  /** These, with that policy. */
  public Conditions withClock(ClockPolicy policy) {
    return new Conditions(
        entitlement, features, rate, isolation, minimumVersion, lease, policy, machine);
  }

  /** These, on that machine. */
  public Conditions withMachine(MachineBinding binding) {
    return new Conditions(
        entitlement, features, rate, isolation, minimumVersion, lease, clock, Optional.of(binding));
  }
}
