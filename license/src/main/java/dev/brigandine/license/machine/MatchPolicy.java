package dev.brigandine.license.machine;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.JsonObject;
import java.util.Locale;

/**
 * How many of the traits in a licence a machine must still show. A trait with several values
 * (disks, network cards) matches if one of them is still there. Whatever the policy, at least one
 * of the traits that match must be the machine's own: {@code cpu} is shared by every machine of a
 * model.
 */
public enum MatchPolicy {
  /** Every trait. A new disk or network card takes a new licence. */
  ALL,
  /** More than half of them, and two at least. */
  MOST,
  /** Two. */
  TWO,
  /** One. */
  ANY;

  /** How many must match of {@code traits} in a licence. */
  public int needed(int traits) {
    return switch (this) {
      case ALL -> Math.max(1, traits);
      case MOST -> Math.max(2, traits / 2 + 1);
      case TWO -> 2;
      case ANY -> 1;
    };
  }

  /** As it is written in a licence and on the command line: {@code all}, {@code most}, … */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The policy of that name.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if there is none
   */
  public static MatchPolicy of(String id) {
    for (MatchPolicy policy : values()) {
      if (policy.id().equals(id)) {
        return policy;
      }
    }
    throw new BrigandineException(
        ErrorCode.USAGE,
        "a machine is matched by all, most, two or any of its traits, not by '"
            + (JsonObject.isLabel(id, 32) ? id : "?")
            + "'");
  }
}
