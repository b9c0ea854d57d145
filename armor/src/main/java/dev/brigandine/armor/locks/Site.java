package dev.brigandine.armor.locks;

import java.util.List;
import java.util.Set;

/**
 * A place where a lock can stand.
 *
 * @param form what the lock is made of
 * @param value behind which it stands
 * @param axis whose channels it changes; 0 for {@link Form#INDEX}
 * @param rank axes of the value
 * @param size channels
 * @param readers that read the value through the lock; none, if all do, outputs included
 * @param weights that it locks
 * @param cost estimated nanoseconds a run
 */
record Site(
    Form form,
    String value,
    int axis,
    int rank,
    long size,
    List<Reader> readers,
    Set<String> weights,
    double cost) {
  /** Channels that a 1×1 convolution in groups mixes at most. */
  static final long GROUP = 16;

  /** What a lock is made of. */
  enum Form {
    /** Two small matrices, Kronecker-factored, along the last axis. */
    KRONECKER,
    /** One matrix along the last axis. */
    DENSE,
    /** A 1×1 convolution in groups, along the second axis. */
    GROUPS,
    /** A reordering of channels. */
    PERMUTE,
    /** A reordering of the rows of a table, which the value counts. */
    INDEX;

    boolean mixes() {
      return this == KRONECKER || this == DENSE || this == GROUPS;
    }
  }

  /**
   * An input of a node.
   *
   * @param node the name of its first output
   */
  record Reader(String node, int input) {}

  Site {
    readers = List.copyOf(readers);
    weights = Set.copyOf(weights);
  }
}
