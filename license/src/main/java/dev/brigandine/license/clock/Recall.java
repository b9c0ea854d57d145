package dev.brigandine.license.clock;

/**
 * What a file of the memory said.
 *
 * @param value seconds, a version or a number, by its kind; 0 unless present
 * @param counter of the hardware when it was written; 0 if there was none
 */
record Recall(State state, long value, long counter) {
  static final Recall ABSENT = new Recall(State.ABSENT, 0, 0);
  static final Recall UNREADABLE = new Recall(State.UNREADABLE, 0, 0);
  static final Recall EDITED = new Recall(State.EDITED, 0, 0);

  enum State {
    PRESENT,
    ABSENT,
    /** The machine failed to read it. */
    UNREADABLE,
    /** Not as this device key wrote it, or written for something else. */
    EDITED
  }

  static Recall of(long value, long counter) {
    return new Recall(State.PRESENT, value, counter);
  }

  boolean present() {
    return state == State.PRESENT;
  }
}
