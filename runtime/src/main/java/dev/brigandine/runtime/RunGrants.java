package dev.brigandine.runtime;

/** Where the runs of a licence that counts them come from, block by block. */
interface RunGrants extends AutoCloseable {
  /**
   * Takes a block of at least one run.
   *
   * @throws dev.brigandine.bundle.BrigandineException when none are left, or nobody can be asked
   */
  long reserve();

  /** Gives back runs that were reserved and not used. */
  void giveBack(long unused);

  @Override
  void close();
}
