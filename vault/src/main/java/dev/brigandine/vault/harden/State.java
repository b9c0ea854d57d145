package dev.brigandine.vault.harden;

/** How a measure stands. */
public enum State {
  ON("on"),
  OFF("off"),
  /** This platform has nothing of the kind. */
  NOT_AVAILABLE("not available here");

  private final String word;

  State(String word) {
    this.word = word;
  }

  /** As {@code brigandine vault status} prints it. */
  public String word() {
    return word;
  }
}
