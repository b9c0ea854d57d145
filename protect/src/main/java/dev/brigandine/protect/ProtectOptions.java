package dev.brigandine.protect;

import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.SampleTensor;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a bundle is to be called and how far the model is rewritten. Immutable; start from {@link
 * #of}.
 *
 * @param id as the vendor calls the model, {@code acme/minilm}
 * @param version a counter, at least 1; it is for one model, since a rewrite is chosen by it
 * @param customer whom the bundle is made for, if for one customer
 * @param armor how far the model is rewritten
 * @param budget what locks may cost, as a share of the model's own run time; 0.03 is 3%
 * @param samples inputs to try an armored model with, one list a run; none, to have some drawn
 * @param clock tells when the bundle was made
 */
public record ProtectOptions(
    String id,
    long version,
    Optional<String> customer,
    Armor armor,
    double budget,
    List<List<SampleTensor>> samples,
    Clock clock) {
  private static final double MAX_BUDGET = 10;

  /** How far a model is rewritten. */
  public enum Armor {
    /** Not at all: the bundle is sealed only. */
    NONE,
    /** By symmetries that cost nothing at run time. */
    REWRITE,
    /** With locks, too: without its key tensors the model answers at chance. */
    FULL;

    /** The word in the manifest and on the command line. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** For any but {@link #NONE}. */
    ArmorLevel level() {
      return ArmorLevel.valueOf(name());
    }
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#USAGE}) for an empty or over-long id or customer,
   *     a version below 1, or a budget outside of 0 to 10
   */
  public ProtectOptions {
    requireName("model id", id);
    customer.ifPresent(name -> requireName("customer", name));
    if (version < 1) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the model version must be 1 or more, not " + version);
    }
    if (!(budget >= 0 && budget <= MAX_BUDGET)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the budget must be from 0 to " + MAX_BUDGET + ", not " + budget,
          "it is a share of the model's run time: 0.03 is 3%");
    }
    Objects.requireNonNull(armor, "armor");
    Objects.requireNonNull(clock, "clock");
    samples = samples.stream().map(List::copyOf).toList();
  }

  /** Fully armored with the usual budget, for no particular customer. */
  public static ProtectOptions of(String id, long version) {
    return new ProtectOptions(
        id,
        version,
        Optional.empty(),
        Armor.FULL,
        ArmorOptions.DEFAULT_BUDGET,
        List.of(),
        Clock.systemUTC());
  }

  /** For one customer. */
  public ProtectOptions forCustomer(String name) {
    return new ProtectOptions(id, version, Optional.of(name), armor, budget, samples, clock);
  }

  /** Rewritten as far as that. */
  public ProtectOptions withArmor(Armor level) {
    return new ProtectOptions(id, version, customer, level, budget, samples, clock);
  }

  /** With locks of up to that cost. */
  public ProtectOptions withBudget(double share) {
    return new ProtectOptions(id, version, customer, armor, share, samples, clock);
  }

  /** Tried with these inputs. */
  public ProtectOptions withSamples(List<List<SampleTensor>> runs) {
    return new ProtectOptions(id, version, customer, armor, budget, runs, clock);
  }

  /** Made when {@code time} says. */
  public ProtectOptions withClock(Clock time) {
    return new ProtectOptions(id, version, customer, armor, budget, samples, time);
  }

  private static void requireName(String what, String name) {
    if (name.isBlank() || name.length() > 256 || name.chars().anyMatch(Character::isISOControl)) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the " + what + " must have 1 to 256 printable characters");
    }
  }
}
