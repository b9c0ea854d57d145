package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Level;
import java.util.List;

/** How far a rewrite goes; each of these does less than the one before. */
public enum Care {
  /** Mixes, rescales and reorders. */
  MIXING(Level.MIX, ""),
  /** Rescales and reorders. */
  RESCALING(Level.SIGNED, "without mixing"),
  /** Reorders. */
  REORDERING(Level.NONE, "reordered only"),
  /** Reorders where no sum of floats runs, so that answers stay the same to the bit. */
  EXACT(Level.NONE, ""),
  /** Reorders what is summed as integers, or not at all. */
  INTEGERS(Level.NONE, "reordered only where integers are summed"),
  /** Does nothing to weights. */
  STILL(Level.NONE, "weights untouched");

  private final Level most;
  private final String words;

  Care(Level most, String words) {
    this.most = most;
    this.words = words;
  }

  /** What is tried with a model, the most first. */
  public static List<Care> descending(boolean exact) {
    return exact ? List.of(EXACT, INTEGERS, STILL) : List.of(MIXING, RESCALING, REORDERING, STILL);
  }

  /** What may be done beyond reordering. */
  public Level most() {
    return most;
  }

  /** Whether sums of floats keep their order. */
  public boolean isExact() {
    return compareTo(EXACT) >= 0;
  }

  /** How it does less than it might, in words; empty if it does not. */
  public String words() {
    return words;
  }
}
