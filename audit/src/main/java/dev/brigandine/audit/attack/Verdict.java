package dev.brigandine.audit.attack;

/** What a thief has after an attack. */
public enum Verdict {
  /** The model as it was trained, or a copy that is as good. */
  FULL("full theft"),
  /** Something of worth, but not that; the figures tell how much. */
  PARTIAL("in part"),
  /** The attack ran to its end and got nothing. */
  NOTHING("nothing"),
  /** It was noticed and refused. */
  REFUSED("refused");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** As it is told to people. */
  public String words() {
    return words;
  }
}
