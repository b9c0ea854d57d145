package dev.brigandine.audit.attack;

/** What a thief starts from; also the order in which attacks are run and told. */
public enum Family {
  /** Files, processes and memory of the machine that runs the model. */
  DEVICE("On the device"),
  /** A copy of what the engine is given. */
  COPY("With a captured copy"),
  /** The files of a licensed customer, altered or carried elsewhere. */
  LICENSE("Against licence and bundle"),
  /** Questions and answers only. */
  QUERIES("By queries");

  private final String words;

  Family(String words) {
    this.words = words;
  }

  /** As it is told to people. */
  public String words() {
    return words;
  }
}
