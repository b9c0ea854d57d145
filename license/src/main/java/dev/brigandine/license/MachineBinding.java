package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The machine that a licence is bound to, as far as traits tell it. A copy of the machine (a cloned
 * VM) has the same traits and passes, and whoever has rights over a machine can pretend them.
 *
 * @param match how many must be found again
 * @param traits by name, one or more hashes each: 16 bytes in base64url, salted with the device's
 *     thumbprint so that two licences do not tell that they are for one machine
 */
public record MachineBinding(Match match, Map<String, List<String>> traits) {
  /** How many of the traits must be found again. */
  public enum Match {
    /** Every one. */
    ALL,
    /** More than half. */
    MOST,
    /** At least two. */
    TWO,
    /** At least one. */
    ANY;

    /** As licences spell it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final int MAX_TRAITS = 16;
  static final int MAX_HASHES = 16;

  /** Checks that there is something to match. */
  public MachineBinding {
    traits = Map.copyOf(new TreeMap<>(traits));
    if (traits.isEmpty() || traits.size() > MAX_TRAITS) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a machine must be told by 1 to " + MAX_TRAITS + " traits, not " + traits.size());
    }
  }
}
