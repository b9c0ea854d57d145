package dev.brigandine.armor.classes;

/** What may be done to the channels of an axis beyond reordering them; each includes the former. */
public enum Level {
  /** Nothing. */
  NONE,
  /** Multiply each by a positive factor. */
  POSITIVE,
  /** Multiply each by a factor of either sign. */
  SIGNED,
  /** Multiply them all by an invertible matrix. */
  MIX;

  /** The lower of the two. */
  public Level min(Level other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
