package dev.brigandine.vault.model;

import java.util.Optional;

/**
 * Whether a model answers each row as if it were alone. It need not: quantization with one scale
 * for a whole tensor, or anything that sums over the first axis, lets callers see each other in
 * their answers. Samples are run alone and together, and held against each other as {@code
 * docs/decisions/0019-proof.md} says. A difference that shows on other inputs only is not found.
 */
final class BatchProof {
  private static final long SEED = 0x6272_6967L;

  /** Open axes but the first, one size after the other until the engine takes it. */
  private static final int[] SIZES = {8, 32, 3, 1, 64, 224};

  private static final int ROWS = 5;

  /** How samples are put together: by their numbers. */
  private static final int[][] COMPANIES = {{0, 1, 2, 3, 4}, {3, 1}, {4, 0, 2}, {2, 2}};

  private static final String NO_SAMPLE = "no sample of the declared shapes runs";

  private final Face face;
  private final Trials trials;
  private final Samples samples = null;

  BatchProof(Face face, Trials trials) {
    this.face = face;
    this.trials = trials;
  }

  Optional<String> reasonAgainst(int maxRows) {
    return Optional.of(NO_SAMPLE);
  }
}
