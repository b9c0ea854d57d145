package dev.brigandine.study;

import java.util.Random;
import org.ejml.simple.SimpleMatrix;

/** The kinds that are compared. */
enum LockKind implements Lock {
  /** The weights as they are. */
  NONE("nothing") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      return weights;
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      return locked;
    }
  },

  /** Columns in another order. Undone by the likeness of each to one of the base's. */
  PERMUTE("permutation") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      return weights.mult(Draw.permutation(weights.getNumCols(), random));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      return Matching.columns(locked, base, false).undo(locked);
    }
  },

  /** Columns in another order, scaled by ±1/4 to ±4. */
  SCALE("scale with sign and permutation") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      int n = weights.getNumCols();
      return weights.mult(Draw.scales(n, true, random)).mult(Draw.permutation(n, random));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      return Matching.columns(locked, base, true).undo(locked);
    }
  },

  /** A random matrix of rank 8 added, as large as the weights. */
  LOW_RANK("additive, rank 8") {
    private static final int RANK = 8;

    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      SimpleMatrix left = Draw.normal(weights.getNumRows(), RANK, random);
      SimpleMatrix added = left.mult(Draw.normal(RANK, weights.getNumCols(), random));
      return weights.plus(added.scale(weights.normF() / added.normF()));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      var svd = locked.minus(base).svd(true);
      SimpleMatrix small = svd.getW().copy();
      for (int i = 0; i < Math.min(RANK, svd.rank()); i++) {
        small.set(i, i, 0);
      }
      return base.plus(svd.getU().mult(small).mult(svd.getV().transpose()));
    }
  },

  /** Blocks of 16 channels mixed, which channels being secret. */
  BLOCKS("block-diagonal, 16 each, permuted") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      int n = weights.getNumCols();
      SimpleMatrix mixed = weights.mult(Draw.permutation(n, random));
      return mixed.mult(Draw.blocks(n, 16, random)).mult(Draw.permutation(n, random));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      return BlockSearch.recover(locked, base, 16);
    }
  },

  /** A Kronecker product of 16 × 16 with what is left. */
  KRONECKER("Kronecker, 16 × n/16") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      return weights.mult(Draw.kronecker(weights.getNumCols(), 16, random));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      return Kronecker.fit(locked, base, 16, random).undo(locked);
    }
  },

  /** The same between two secret orders. */
  KRONECKER_PERMUTED("Kronecker between two permutations") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      int n = weights.getNumCols();
      SimpleMatrix mixed = weights.mult(Draw.permutation(n, random));
      return mixed.mult(Draw.kronecker(n, 16, random)).mult(Draw.permutation(n, random));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      return KroneckerSearch.recover(locked, base, 16, random);
    }
  },

  /** Two of them with a secret order between, before and after. */
  KRONECKER_TWICE("two Kroneckers, three permutations") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      int n = weights.getNumCols();
      SimpleMatrix once = KRONECKER_PERMUTED.apply(weights, random);
      return once.mult(Draw.kronecker(n, 16, random)).mult(Draw.permutation(n, random));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      return DENSE.recover(locked, base, random);
    }
  },

  /** A random rotation of all channels. Undone by Procrustes' rotation. */
  ROTATION("dense, orthogonal") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      return weights.mult(Draw.rotation(weights.getNumCols(), random));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      var svd = locked.transpose().mult(base).svd();
      return locked.mult(svd.getU()).mult(svd.getV().transpose());
    }
  },

  /** A random matrix of condition up to 16. Undone by least squares. */
  DENSE("dense") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      return weights.mult(Draw.dense(weights.getNumCols(), random));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      return locked.mult(locked.pseudoInverse().mult(base));
    }
  },

  /**
   * Random numbers added to all weights, as many secret ones as there are weights: nothing is left
   * but the base, whatever the thief does. The floor of what locks on these layers can do.
   */
  PAD("a pad as large as the weights") {
    @Override
    public SimpleMatrix apply(SimpleMatrix weights, Random random) {
      SimpleMatrix pad = Draw.normal(weights.getNumRows(), weights.getNumCols(), random);
      return weights.plus(pad.scale(weights.normF() / pad.normF()));
    }

    @Override
    public SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, Random random) {
      return base;
    }
  };

  private final String words;

  LockKind(String words) {
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }
}
