package dev.brigandine.audit.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.clock.HardwareCounter;

/** A counter as a TPM has one, which can be made to fail; and put back, as a virtual one can be. */
final class CounterChip implements HardwareCounter {
  private long value;
  private boolean crashes;
  private boolean broken;

  /** The machine stops between writing its memory and counting. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  void crashes(boolean yes) {
    crashes = yes;
  }

  void breaks() {
    broken = true;
  }

  void putBack(long earlier) {
    value = earlier;
  }

  long value() {
    return value;
  }

  @Override
  public long read() {
    if (broken) {
      throw new BrigandineException(ErrorCode.IO, "the counter does not answer");
    }
    return value;
  }

  @Override
  public long increment() {
    if (crashes) {
      throw new Stopped();
    }
    return ++value;
  }
}
