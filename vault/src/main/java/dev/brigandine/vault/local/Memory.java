package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;

/** Memory outside the heap, by powers of two. */
final class Memory {
  /** The largest that one buffer holds, in whole pages. */
  static final long MOST = Integer.MAX_VALUE & ~4095;

  private Memory() {}

  /**
   * @throws BrigandineException ({@link ErrorCode#OVERLOADED}) if there is none
   */
  static ByteBuffer direct(long bytes) {
    try {
      return ByteBuffer.allocateDirect((int) rounded(bytes));
    } catch (OutOfMemoryError e) {
      throw new BrigandineException(
          ErrorCode.OVERLOADED,
          "the vault has no memory for a run of " + bytes + " bytes",
          "try again later; its operator sets local.max-bytes, and -XX:MaxDirectMemorySize");
    }
  }

  /** The next power of two, at most {@link #MOST}. */
  static long rounded(long bytes) {
    return bytes <= 1 ? 1 : Math.min(MOST, Long.highestOneBit(bytes - 1) << 1);
  }
}
