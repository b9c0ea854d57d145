package dev.brigandine.audit.recover;

import java.util.List;

/**
 * A lock's gate, as a captured graph shows it: operators that read an input which the application's
 * own inputs do not account for.
 *
 * @param from the value that goes in
 * @param to the value that comes out
 * @param axis whose channels it changes; -1 for the last
 * @param outer rows of the outer factor of a Kronecker product; number of groups; otherwise 1
 * @param inner rows of the inner factor, or of each group's matrix; of all, where there is one
 * @param keys the inputs it reads: of a Kronecker product the inner one first
 */
record FoundGate(
    Kind kind, String from, String to, int axis, int outer, int inner, List<String> keys) {
  /** What its key tensor does to channels. */
  enum Kind {
    KRONECKER,
    DENSE,
    GROUPS,
    PERMUTE,
    INDEX;

    boolean mixes() {
      return this == KRONECKER || this == DENSE || this == GROUPS;
    }
  }

  FoundGate {
    keys = List.copyOf(keys);
  }
}
