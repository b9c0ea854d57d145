package dev.brigandine.license.clock;

/**
 * A counter that only rises, out of reach of whoever owns the machine's files: an NV counter of a
 * TPM. It tells an older copy of the memory from the newest one.
 *
 * <p>A counter that cannot be reached must throw (a {@link
 * dev.brigandine.bundle.BrigandineException}), not answer 0.
 */
public interface HardwareCounter {
  /** The value now; 0 if it was never incremented. */
  long read();

  /**
   * Raises it by one, or the first time to any value above 0, for good.
   *
   * @return the new value
   */
  long increment();
}
