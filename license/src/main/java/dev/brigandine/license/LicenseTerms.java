package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a vendor grants.
 *
 * @param expires the first moment at which the licence no longer holds, in whole seconds (fractions
 *     are cut off), before the year 10000
 * @param notBefore the first moment at which it holds; if absent, the moment of issue
 * @param runs how many runs are granted in all, 1 to 2^53 - 1; if absent, any number. A licence
 *     states it; counting is up to the runtime, on the customer's machine
 * @param conditions what else is asked
 */
public record LicenseTerms(
    Instant expires, Optional<Instant> notBefore, OptionalLong runs, Conditions conditions) {
  /** Checks the ranges. */
  public LicenseTerms {
    expires = moment(expires, "expiry");
    if (notBefore.isPresent()) {
      Instant from = moment(notBefore.get(), "start");
      if (!from.isBefore(expires)) {
        throw new BrigandineException(
            ErrorCode.USAGE,
            "a licence cannot start at " + from + " and expire at " + expires,
            "let it start before it expires");
      }
      notBefore = Optional.of(from);
    }
    if (runs.isPresent() && (runs.getAsLong() < 1 || runs.getAsLong() > Claims.MAX_RUNS)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "runs must be from 1 to " + Claims.MAX_RUNS + ", not " + runs.getAsLong());
    }
  }

  /** Terms that expire at {@code expires} and grant any number of runs from now on. */
  public static Builder expiring(Instant expires) {
    return new Builder(expires);
  }

  private static Instant moment(Instant instant, String which) {
    Objects.requireNonNull(instant, which);
    if (instant.getEpochSecond() < 0 || instant.getEpochSecond() > Claims.MAX_TIME) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the " + which + " of a licence must be from 1970 to 9999");
    }
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Gathers terms. */
  public static final class Builder {
    private final Instant expires;
    private Optional<Instant> notBefore = Optional.empty();
    private OptionalLong runs = OptionalLong.empty();
    private Conditions conditions = Conditions.NONE;

    private Builder(Instant expires) {
      this.expires = expires;
    }

    /** The first moment at which the licence holds. */
    public Builder notBefore(Instant from) {
      notBefore = Optional.of(from);
      return this;
    }

    /** How many runs are granted in all. */
    public Builder runs(long count) {
      runs = OptionalLong.of(count);
      return this;
    }

    /** What else is asked. */
    public Builder conditions(Conditions asked) {
      conditions = asked;
      return this;
    }

    /** Checks the ranges. */
    public LicenseTerms build() {
      return new LicenseTerms(expires, notBefore, runs, conditions);
    }
  }
}
