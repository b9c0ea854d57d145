package dev.brigandine.armor.symmetry;

import dev.brigandine.armor.classes.Level;

/** Draws symmetries by label, so that what is drawn for one does not depend on the others. */
final class Draw {
  /** Larger groups of channels are mixed block by block: it is as hard to undo, and quicker. */
  private static final int BLOCK = 64;

  private final byte[] seed;

  Draw(byte[] seed) {
    this.seed = seed.clone();
  }

  int[] order(String label, int size) {
    SecretRandom random = new SecretRandom(seed, "order\0" + label);
    int[] order;
    do {
      order = random.permutation(size);
    } while (isIdentity(order));
    return order;
  }

  /** Of few channels one draw in a few would leave them all where they are. */
  private static boolean isIdentity(int[] order) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] != i) {
        return false;
      }
    }
    return order.length > 1;
  }

  ChannelMap map(String label, int size, Level level, boolean wide) {
    SecretRandom random = new SecretRandom(seed, "map\0" + label);
    if (level == Level.MIX && wide) {
      int block = size;
      for (int b = 2; block > BLOCK && b <= size; b++) {
        if (size % b == 0 && size / b <= BLOCK && size / b > 1) {
          block = size / b;
        }
      }
      if (block <= 2 * BLOCK) {
        double[][] matrices = new double[size / block][];
        for (int i = 0; i < matrices.length; i++) {
          matrices[i] = Matrices.random(block, random);
        }
        return new Blocks(size / block, block, 1, matrices);
      }
    }
    double[] factors = new double[size];
    for (int i = 0; i < size; i++) {
      double magnitude = Math.scalb(1 + random.unit(), -random.below(2));
      // A number of 8 bits bears no rounding; powers of two change its exponent only.
      factors[i] = wide ? magnitude : Math.scalb(1.0, random.below(3) - 1);
      if (level != Level.POSITIVE && random.below(2) == 0) {
        factors[i] = -factors[i];
      }
    }
    return new Diagonal(factors);
  }
}
