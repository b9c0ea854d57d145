package dev.brigandine.protect;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * What a bundle is to be called and how far the model is rewritten. Immutable.
 *
 * @param id as the vendor calls the model, {@code acme/minilm}
 * @param version a counter, at least 1
 * @param customer whom the bundle is made for, if for one customer
 * @param armor how far the model is rewritten
 * @param clock tells when the bundle was made
 */
public record ProtectOptions(
    String id, long version, Optional<String> customer, Armor armor, Clock clock) {
  /** How far a model is rewritten. */
  public enum Armor {
    /** Not at all: the bundle is sealed only. */
    NONE;

    /** The word in the manifest and on the command line. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#USAGE}) for an empty or over-long id or customer,
   *     or a version below 1
   */
  public ProtectOptions {
    requireName("model id", id);
    customer.ifPresent(name -> requireName("customer", name));
    if (version < 1) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the model version must be 1 or more, not " + version);
    }
    Objects.requireNonNull(armor, "armor");
    Objects.requireNonNull(clock, "clock");
  }

  /** Sealed only, for no particular customer. */
  public static ProtectOptions of(String id, long version) {
    return new ProtectOptions(id, version, Optional.empty(), Armor.NONE, Clock.systemUTC());
  }

  /** For one customer. */
  public ProtectOptions forCustomer(String name) {
    return new ProtectOptions(id, version, Optional.of(name), armor, clock);
  }

  private static void requireName(String what, String name) {
    if (name.isBlank() || name.length() > 256 || name.chars().anyMatch(Character::isISOControl)) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the " + what + " must have 1 to 256 printable characters");
    }
  }
}
